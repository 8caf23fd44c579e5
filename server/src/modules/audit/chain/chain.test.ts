import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { lookAfter, ORGANIZATION, sealedTrail, type Tampering } from '../../../../test/tampering.ts'
import { verifyHeads } from '../heads/heads.verification.ts'
import { verifyChain } from './chain.verification.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const ROWS = 240
const TRIALS = 100
let trail: Awaited<ReturnType<typeof sealedTrail>>
beforeAll(async () => {
  trail = await sealedTrail(ROWS)
})
afterAll(() => trail.close())

const idAt = (seq: number) =>
  `(select ledger_id from ledger_seals where organization_id = ${ORGANIZATION} and stream_seq = ${seq})`
const rowAt = (seq: number) => `organization_id = ${ORGANIZATION} and id = ${idAt(seq)}`
const sealsFrom = (seq: number) => `organization_id = ${ORGANIZATION} and stream_seq >= ${seq}`
/** Moves the seals from a place on, so that no gap shows. */
const renumber = (seq: number, by: 1 | -1) =>
  [`-stream_seq where ${sealsFrom(seq)}`, `-stream_seq + ${by} where stream_seq < 0`].map(
    (text) => `update ledger_seals set stream_seq = ${text}`,
  )
const steps =
  (...texts: string[]): Tampering =>
  async (sql) => {
    for (const text of texts) {
      const { rowCount } = await sql(text)
      if (rowCount === 0) throw new Error(`this touched nothing: ${text}`)
    }
  }

const verdictAfter = (tamper: Tampering) => lookAfter(trail.inspector, tamper, verifyChain)
/** The same places each time, spread over the trail. */
const places = Array.from({ length: TRIALS }, (_, n) => 2 + ((n * 97) % (ROWS - 4)))

test('an untouched trail holds, row by row', async () => {
  const verdict = await verdictAfter(async () => {})
  expect(verdict).toMatchObject({ rows: ROWS, head: { seq: ROWS }, fault: null })
  const [, seq, hash] = trail.heads!.heads.find(([id]) => id === ORGANIZATION)!
  expect(verdict.head).toMatchObject({ seq, hash })
})

const EDITS = [
  `at = at + interval '1 microsecond'`,
  `actor_kind = 'integration', actor_name = 'Another'`,
  `actor_id = 77`,
  `actor_name = actor_name || '.'`,
  `request_id = 'another'`,
  `address = '10.0.0.2'`,
  `event = 'incident.deleted'`,
  `event_version = 2`,
  `subject_kind = 'team'`,
  `subject_id = subject_id + 1`,
  `subject_id = null, subject_ids = array[subject_id]`,
  `before = null`,
  `before = jsonb_set(before, '{email}', '"other@old.example"')`,
  `after = jsonb_set(after, '{n}', '0')`,
  `after = after || '{"more": true}'`,
]

describe('each of a hundred tamperings is found where it was done', () => {
  test('a changed row, whatever column', async () => {
    for (const [n, seq] of places.entries()) {
      const edit = EDITS[n % EDITS.length] as string
      const isMoved = edit.startsWith('at =')
      const { fault } = await verdictAfter(steps(`update ledger set ${edit} where ${rowAt(seq)}`))
      expect(fault, edit).toMatchObject({ seq, kind: isMoved ? 'missing' : 'edited' })
      expect(fault?.ledgerId).toBeGreaterThan(0)
    }
  })

  test('a row that was taken out, with its seal and without', async () => {
    for (const [n, seq] of places.entries()) {
      const seal = `delete from ledger_seals where organization_id = ${ORGANIZATION} and stream_seq = ${seq}`
      const row = `delete from ledger where ${rowAt(seq)}`
      const ways = [[row], [row, seal], [row, seal, ...renumber(seq + 1, -1)]][n % 3] as string[]
      const { fault } = await verdictAfter(steps(...ways))
      expect(fault, String(ways)).toMatchObject({ seq, kind: n % 3 === 2 ? 'edited' : 'missing' })
    }
  })

  test('two rows that were exchanged', async () => {
    for (const seq of places) {
      const other = seq + 1 + (seq % 3)
      const { fault } = await verdictAfter(
        steps(`update ledger_seals s set ledger_id = o.ledger_id, ledger_at = o.ledger_at from ledger_seals o
          where s.organization_id = ${ORGANIZATION} and o.organization_id = ${ORGANIZATION}
            and (s.stream_seq, o.stream_seq) in ((${seq}, ${Math.min(other, ROWS)}), (${Math.min(other, ROWS)}, ${seq}))`),
      )
      expect(fault).toMatchObject({ seq, kind: 'swapped' })
    }
  })

  test('a row that was put in, with a seal of its own and without', async () => {
    for (const [n, seq] of places.entries()) {
      const row = `insert into ledger (organization_id, xid, at, actor_kind, actor_name, event, subject_kind, subject_id)
        select organization_id, '1', at, 'system', 'forged', 'incident.closed', 'incident', 1 from ledger where ${rowAt(seq)}`
      const link = `insert into ledger_seals (organization_id, stream_seq, ledger_id, ledger_at, hash)
        select l.organization_id, ${seq}, l.id, l.at, ${
          n % 3 === 1 ? `sha256('guessed')` : `sha256(p.hash || app.ledger_canonical(l, null, null))`
        } from ledger l join ledger_seals p on p.organization_id = l.organization_id and p.stream_seq = ${seq - 1}
        where l.actor_name = 'forged'`
      const ways = n % 3 === 0 ? [row] : [row, ...renumber(seq, 1), link]
      const { fault } = await verdictAfter(steps(...ways))
      expect(fault, String(ways)).toMatchObject({ seq: n % 3 === 0 ? null : seq, kind: 'inserted' })
      expect(fault?.ledgerId).toBeGreaterThan(2 * ROWS)
    }
  })

  test('an end that was cut off, though the relay’s own note of it was set back', async () => {
    const heads = trail
      .heads!.heads.filter(([id]) => id === ORGANIZATION)
      .map(([, seq, hash]) => ({ epoch: 1, seq, hash }))
    for (const [n, seq] of places.entries()) {
      const cut = [
        `delete from ledger where organization_id = ${ORGANIZATION} and id in
          (select ledger_id from ledger_seals where ${sealsFrom(seq)})`,
        `delete from ledger_seals where ${sealsFrom(seq)}`,
      ]
      const setBack = `update stream_heads h set seq = s.stream_seq, hash = s.hash from ledger_seals s
        where s.organization_id = h.organization_id and s.stream_seq = ${seq - 1} and h.organization_id = ${ORGANIZATION}`
      const fault = await lookAfter(
        trail.inspector,
        steps(...cut, ...(n % 2 ? [setBack] : [])),
        async (tx) => {
          const verdict = await verifyChain(tx)
          expect(verdict.fault === null).toBe(n % 2 === 1)
          return verdict.fault ?? (await verifyHeads(tx, heads, verdict.head.seq)).fault
        },
      )
      expect(fault).toMatchObject({ seq, kind: 'cut' })
    }
  })
})

test('a chain that was written anew holds in itself, and is found by the head that was signed', async () => {
  const sealed = await lookAfter(
    trail.inspector,
    async () => {},
    async (tx) => {
      const { rows } = await trail.inspector.query(
        `select stream_seq as seq, encode(hash, 'hex') as hash from app.ledger_seals where organization_id = $1 order by 1`,
        [tx.ctx.organizationId],
      )
      return rows as { seq: number; hash: string }[]
    },
  )
  const heads = [100, ROWS].map((seq) => ({ epoch: 1, seq, hash: sealed[seq - 1]!.hash }))
  const anew = `update ledger_seals s set hash = c.hash from (
    select s.stream_seq, app.chain('', app.ledger_canonical(l, a.salt, p.salt)) over (order by s.stream_seq) as hash
    from ledger_seals s join ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id
    left join ledger_salts a on a.organization_id = l.organization_id and a.user_id = l.actor_id and l.actor_kind = 'user'
    left join ledger_salts p on p.organization_id = l.organization_id and p.user_id = app.ledger_person(l)
    where s.organization_id = ${ORGANIZATION}) c where s.organization_id = ${ORGANIZATION} and c.stream_seq = s.stream_seq`
  const head = `update stream_heads h set hash = s.hash from ledger_seals s
    where s.organization_id = h.organization_id and s.stream_seq = h.seq and h.organization_id = ${ORGANIZATION}`
  const forged = steps(`update ledger set after = '{"n": -1}' where ${rowAt(150)}`, anew, head)
  const [inItself, againstHeads] = await lookAfter(trail.inspector, forged, async (tx) => {
    const { fault, head: end } = await verifyChain(tx)
    return [fault, (await verifyHeads(tx, heads, end.seq)).fault]
  })
  expect(inItself).toBeNull()
  expect(againstHeads).toMatchObject({ kind: 'rewritten', seq: 101 })
})
