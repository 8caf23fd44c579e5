import type pg from 'pg'

export const BATCH = 500

/**
 * Reads committed ledger rows behind the oldest transaction that may still write one, seals them in order, links each to its
 * organization's chain of hashes, and wakes the readers once per batch, all in one round trip. Rows that are committed but not
 * sealed wait for such a transaction: they need another look soon. Snapshots reach over all databases of a server, so who is
 * surely at work in another one is passed over.
 */
const SEAL = `
with snapshot as materialized (select pg_current_snapshot() as now),
horizon as materialized (
  select coalesce(min(open.xid), (select pg_snapshot_xmax(now) from snapshot)) as xid
  from snapshot, pg_snapshot_xip(now) open (xid)
  where not exists (select from pg_stat_activity where backend_xid = open.xid::xid
    and datid <> (select oid from pg_database where datname = current_database()))),
state as (select last_xid, last_id from app.stream_state for update),
fresh as (
  select l.*,
    row_number() over (order by l.xid, l.id) as place,
    row_number() over (partition by l.organization_id order by l.xid, l.id) as step
  from (
    select l as entry, organization_id, id, at, xid from app.ledger l
    where (xid, id) > (select last_xid, last_id from state)
      and xid < (select xid from horizon)
    order by xid, id limit ${BATCH}) l),
linked as (
  select f.organization_id, f.id, f.at, f.place, coalesce(h.seq, 0) + f.step as seq,
    app.chain(coalesce(h.hash, ''), app.ledger_canonical(f.entry, a.salt, p.salt))
      over (partition by f.organization_id order by f.step) as hash
  from fresh f left join app.stream_heads h using (organization_id)
  left join app.ledger_salts a on a.organization_id = f.organization_id
    and a.user_id = (f.entry).actor_id and (f.entry).actor_kind = 'user'
  left join app.ledger_salts p on p.organization_id = f.organization_id and p.user_id = app.ledger_person(f.entry)),
heads as (
  insert into app.stream_heads (organization_id, seq, hash)
  select distinct on (organization_id) organization_id, seq, hash from linked order by organization_id, seq desc
  on conflict (organization_id) do update set seq = excluded.seq, hash = excluded.hash),
sealed as (
  insert into app.ledger_seals (organization_id, stream_seq, ledger_id, ledger_at, hash)
  select organization_id, seq, id, at, hash from linked order by place
  returning 1),
moved as (
  update app.stream_state set last_xid = t.xid, last_id = t.id
  from (select xid, id from fresh order by place desc limit 1) t returning 1)
select (select count(*) from sealed)::int as sealed,
  exists (select from app.ledger where xid >= (select xid from horizon)) as "isHeldUp",
  (select pg_notify('watchdesk_stream', '') where $1 and exists (select from fresh))`

/** @param isToldHere whether PostgreSQL wakes the readers, where nothing else does */
export async function seal(
  client: pg.Client,
  isToldHere: boolean,
): Promise<{ sealed: number; isHeldUp: boolean }> {
  const { rows } = await client.query({ name: 'seal', text: SEAL, values: [isToldHere] })
  return rows[0]
}

const HEADS = `
select epoch, (select coalesce(json_agg(json_build_array(organization_id, seq, encode(hash, 'hex')) order by organization_id), '[]')
  from app.stream_heads) as heads from app.stream_state`

/** Where each organization's chain ends: `[organization, sequence, hash]`. */
export interface Heads {
  epoch: number
  heads: [organizationId: number, seq: number, hash: string][]
}

export async function readHeads(client: pg.Client): Promise<Heads> {
  return (await client.query<Heads>(HEADS)).rows[0] as Heads
}
