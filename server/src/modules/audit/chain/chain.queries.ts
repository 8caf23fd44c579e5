import { type RawBuilder, sql } from 'kysely'
import type { ReadTx } from '../../../platform/unit-of-work.ts'

/** One link of a chain as it stands in the database. */
export interface Link {
  seq: number
  ledger_id: number
  hash: string
  /** The row that it seals is there. */
  is_there: boolean
  /** Its hash is that of the row behind the link before it. */
  fits: boolean
}

const hex = (bytes: RawBuilder<unknown>) => sql`encode(${bytes}, 'hex')`
const ROW = sql`left join ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id and l.at = s.ledger_at
  left join ledger_salts a on a.organization_id = l.organization_id and a.user_id = l.actor_id and l.actor_kind = 'user'
  left join ledger_salts p on p.organization_id = l.organization_id and p.user_id = app.ledger_person(l)`
const CANONICAL = sql`app.ledger_canonical(l, a.salt, p.salt)`

/** The next links behind a place. @param hash of the link there, '' at the beginning */
export const readLinks = (tx: ReadTx, behind: { seq: number; hash: string }, limit: number) =>
  tx.all(sql<Link>`select s.stream_seq as seq, s.ledger_id, ${hex(sql`s.hash`)} as hash, l.id is not null as is_there,
      s.hash = sha256(coalesce(lag(s.hash) over (order by s.stream_seq), decode(${behind.hash}, 'hex')) || ${CANONICAL}) as fits
    from (select * from ledger_seals where stream_seq > ${behind.seq} order by stream_seq limit ${limit}) s ${ROW}
    order by s.stream_seq`)

const NEARBY = 1000

/** What sealed rows near a place would give for hashes there, by their own places. */
export const readCandidates = (tx: ReadTx, behind: { seq: number; hash: string }) =>
  tx.all(sql<{ seq: number; ledger_id: number; hash: string; here: string }>`
    select s.stream_seq as seq, s.ledger_id, ${hex(sql`s.hash`)} as hash,
      ${hex(sql`sha256(decode(${behind.hash}, 'hex') || ${CANONICAL})`)} as here
    from ledger_seals s ${ROW}
    where s.stream_seq > ${behind.seq} and s.stream_seq <= ${behind.seq + NEARBY} order by s.stream_seq`)

/** Where the relay left the chain; undefined where nothing was ever sealed. */
export const readHead = (tx: ReadTx) =>
  tx.maybe(sql<{ seq: number; hash: string }>`select seq, ${hex(sql`hash`)} as hash from stream_heads`)

/** A row that the relay has passed without sealing it: so it was not there, or not such, when the relay came by. */
export const readUnsealed = (tx: ReadTx) =>
  tx.maybe(sql<{ id: number }>`select l.id from ledger l, app.stream_state state
    where (l.xid, l.id) <= (state.last_xid, state.last_id) and not exists (select from ledger_seals s
      where s.organization_id = l.organization_id and s.ledger_id = l.id and s.ledger_at = l.at)
    order by l.id limit 1`)

/** Of these places, those whose hashes are others than given, or that are gone. */
export const readUnlike = (tx: ReadTx, seqs: number[], hashes: string[]) =>
  tx.all(sql<{ seq: number; is_there: boolean }>`
    select h.seq, s.hash is not null as is_there from unnest(${seqs}::bigint[], ${hashes}::text[]) h (seq, hash)
    left join ledger_seals s on s.stream_seq = h.seq where ${hex(sql`s.hash`)} is distinct from h.hash order by h.seq`)

/** Up to where the chain was taken over by each restore, by the epoch that began with it. */
export const readRestores = (tx: ReadTx) =>
  tx.all(sql<{ epoch: number; seq: number; at: Date }>`
    select subject_id as epoch, (after ->> 'sequence')::bigint as seq, at from ledger
    where subject_kind = 'ledger' and event = 'ledger.restored' order by id`)
