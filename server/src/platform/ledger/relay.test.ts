import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase, eventually } from '../../../test/harness.ts'
import { systemClock } from '../clock.ts'
import { systemContext } from '../context.ts'
import { createPools, type DatabaseAddress, type Pools } from '../database.ts'
import { createLogger } from '../log.ts'
import { createDoor, type Door } from '../unit-of-work.ts'
import { catalogueOf, defineEvents } from './events.ts'
import { type Relay, startRelay } from './relay.ts'

const { happened } = defineEvents('thing', {
  happened: { version: 1, title: 'Something happened', after: Type.Object({ event: Type.String() }) },
})
const events = catalogueOf([happened])
let address: DatabaseAddress
let inspector: pg.Pool
let pools: Pools
let door: Door
const relays: Relay[] = []

beforeAll(async () => {
  ;({ address, inspector } = await createDatabase())
  pools = createPools(address, { size: 20, name: 'test' })
  const onCommit = () => {
    for (const relay of relays) relay.nudge()
  }
  door = createDoor({ pools, clock: systemClock, events, subscribers: new Map(), onCommit })
})
afterEach(() => Promise.all(relays.splice(0).map((relay) => relay.stop())))
afterAll(async () => {
  await pools.end()
  await inspector.end()
})

const start = () => void relays.push(startRelay(address, createLogger('silent')))
const ask = async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
  (await inspector.query<Row>(text, values)).rows

const happen = (organizationId: number, event: string, seconds = 0) =>
  door.write(systemContext(organizationId, 'test'), async (tx) => {
    await tx.run(sql`insert into ledger (organization_id, actor_kind, actor_name, event, subject_kind, subject_id)
      values (${organizationId}, 'system', 'test', ${event}, 'thing', 1)`)
    if (seconds > 0) await tx.all(sql`select pg_sleep(${seconds})`)
    tx.record(happened(1, { event }))
  })

const isAllSealed = async () => {
  const [row] = await ask(`select (select count(*) from app.ledger) as written,
    (select count(distinct (organization_id, ledger_id)) from app.ledger_seals) as sealed,
    (select count(*) from app.ledger_seals) as seals`)
  return row?.written === row?.sealed && row?.seals === row?.sealed
}
const sequences = async () => {
  const rows = await ask<{ organization_id: number; seqs: number[] }>(
    `select organization_id, array_agg(stream_seq order by position) as seqs from app.ledger_seals group by 1`,
  )
  return rows.map(({ seqs }) => seqs)
}

test('each tenant’s sequence has no gap and no double, in the order of its positions, under twenty writers', async () => {
  start()
  const writers = Array.from({ length: 20 }, async (_, writer) => {
    for (let n = 0; n < 10; n++) await happen((writer % 3) + 1, `w${writer}.${n}`, Math.random() * 0.02)
  })
  // What a reader sees by `position > last` while they write is all there is in the end.
  const seen: number[] = []
  const follow = async () => {
    const rows = await ask<{ position: number; ledger_id: number }>(
      'select position, ledger_id from app.ledger_seals where position > $1 order by position',
      [last],
    )
    for (const row of rows) {
      seen.push(row.ledger_id)
      last = row.position
    }
  }
  let last = 0
  let isWriting = true
  const done = Promise.all(writers).then(() => {
    isWriting = false
  })
  while (isWriting) {
    await follow()
    await sleep(5)
  }
  await done
  await eventually('the seals', isAllSealed)
  await follow()
  for (const seqs of await sequences()) expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  const written = await ask<{ id: number }>('select id from app.ledger')
  expect(written.length).toBe(400)
  expect([...seen].sort((a, b) => a - b)).toEqual(written.map(({ id }) => id).sort((a, b) => a - b))
})

test('a transaction that commits late is not passed by one that began after it', async () => {
  start()
  const early = happen(7, 'early', 0.4)
  await sleep(100)
  await happen(7, 'late')
  await sleep(100)
  expect(await ask('select from app.ledger_seals where organization_id = 7')).toEqual([])
  await early
  await eventually('the seals', isAllSealed)
  const order = await ask(`select coalesce(l.after ->> 'event', l.event) as event from app.ledger_seals s
    join app.ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id
    where s.organization_id = 7 order by s.position`)
  expect(order.map(({ event }) => event)).toEqual(['early', 'early', 'late', 'late'])
})

test('a transaction in another database of the server holds nobody up', async () => {
  start()
  const { address: elsewhere, inspector: other } = await createDatabase(false)
  expect(elsewhere.database).not.toBe(address.database)
  const foreign = await other.connect()
  try {
    await foreign.query('begin; select pg_current_xact_id()')
    await happen(12, 'meanwhile')
    await eventually('the seals', isAllSealed)
  } finally {
    foreign.release(true)
    await other.end()
  }
})

test('there is one leader; when its backend is terminated another follows and nothing is sealed twice', async () => {
  start()
  start()
  const leaders = () =>
    ask<{ pid: number }>(`select pid from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())`)
  const [first] = await eventually('a leader', async () => {
    const found = await leaders()
    return found.length > 0 && found
  })
  await happen(8, 'before')
  await eventually('the seals', isAllSealed)
  await ask('select pg_terminate_backend($1)', [first!.pid])
  await happen(8, 'after')
  await eventually('the seals of the second leader', isAllSealed)
  const now = await leaders()
  expect(now).toHaveLength(1)
  expect(now[0]?.pid).not.toBe(first!.pid)
  for (const seqs of await sequences()) expect(seqs).toEqual(seqs.map((_, index) => index + 1))
})

test('a relay that lost its connection comes back by itself', async () => {
  start()
  await happen(11, 'before')
  await eventually('the seals', isAllSealed)
  await ask(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = current_database())`)
  await happen(11, 'after')
  await eventually('the seals', isAllSealed)
})

test('what was written while no relay ran is sealed when one starts', async () => {
  await happen(9, 'unattended')
  expect(await isAllSealed()).toBe(false)
  start()
  await eventually('the seals', isAllSealed)
})

test('readers are woken once per batch', async () => {
  start()
  await eventually('a quiet stream', isAllSealed)
  const listener = await inspector.connect()
  let wakes = 0
  listener.on('notification', () => void wakes++)
  await listener.query('listen watchdesk_stream')
  await Promise.all(Array.from({ length: 15 }, () => happen(10, 'burst')))
  await eventually('the seals', isAllSealed)
  await sleep(100)
  await listener.query('unlisten *')
  listener.release()
  expect(wakes).toBeGreaterThan(0)
  expect(wakes).toBeLessThan(15)
})
