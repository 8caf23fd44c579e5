import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../test/contract/world.ts'
import { eventually, type TestServer, unique, useTestServer } from '../../test/harness.ts'
import { systemContext } from './context.ts'
import { createPool, createPools, type Pools } from './database.ts'
import { catalogueOf, defineEvents } from './ledger/events.ts'
import type { Change } from './ledger/ledger.ts'
import { createDoor, type Door, type Subscriber, type Tx } from './unit-of-work.ts'

const server = useTestServer()
const subscribers = new Map<string, Subscriber[]>()
let pools: Pools
let door: Door
let nudges = 0

beforeAll(() => {
  const { address, clock } = server()
  pools = createPools(address, { size: 4, name: 'test' })
  door = createDoor({ pools, clock, events, subscribers, onCommit: () => void nudges++ })
})
afterEach(() => {
  subscribers.clear()
  nudges = 0
})
afterAll(() => pools.end())

const ctx = systemContext(4711, 'test')
const insert = (tx: Tx, name: string) =>
  tx.one(sql<{ id: number }>`insert into clients (organization_id, name) values (4711, ${name}) returning id`)
const said = { title: 'It happened', after: Type.Object({ id: Type.Integer() }) }
const events = catalogueOf(
  Object.values(
    defineEvents('thing', {
      made: { version: 1, ...said },
      blessed: { version: 3, ...said },
      undone: { version: 1, ...said },
      followed: { version: 1, ...said },
      locked: { version: 1, ...said },
    }),
  ),
)
const change = (id: number, event = 'thing.made'): Change => ({ event, kind: 'thing', id, after: { id } })
const isStored = async (name: string) =>
  (await server().sql('select from app.clients where name = $1', [name])).length === 1

test('a write commits its rows and its ledger rows together, then nudges once', async () => {
  const name = unique('kept')
  const id = await door.write(ctx, async (tx) => {
    const row = await insert(tx, name)
    tx.record(change(row.id))
    tx.record(change(row.id, 'thing.blessed'))
    expect(nudges).toBe(0)
    return row.id
  })
  expect(await isStored(name)).toBe(true)
  expect(await server().ledger('thing', id)).toMatchObject([
    { event: 'thing.made', event_version: 1 },
    { event: 'thing.blessed', event_version: 3 },
  ])
  expect(nudges).toBe(1)
})

test('what throws undoes rows and ledger rows, and nudges nobody', async () => {
  const name = unique('undone')
  const failing = door.write(ctx, async (tx) => {
    const { id } = await insert(tx, name)
    tx.record(change(id, 'thing.undone'))
    throw new Error('second thoughts')
  })
  await expect(failing).rejects.toThrow('second thoughts')
  expect(await isStored(name)).toBe(false)
  expect(await server().sql(`select from app.ledger where event = 'thing.undone'`)).toEqual([])
  expect(nudges).toBe(0)
})

test('an event that is declared nowhere is a defect, and undoes what it was to tell of', async () => {
  const name = unique('unheard')
  const failing = door.write(ctx, async (tx) =>
    tx.record(change((await insert(tx, name)).id, 'thing.cursed')),
  )
  await expect(failing).rejects.toThrow('the event thing.cursed is declared nowhere')
  expect(await isStored(name)).toBe(false)
})

test('a subscriber that throws undoes the change it reacts to', async () => {
  const name = unique('refused')
  subscribers.set('thing.made', [
    async () => {
      throw new Error('not with me')
    },
  ])
  const failing = door.write(ctx, async (tx) => tx.record(change((await insert(tx, name)).id)))
  await expect(failing).rejects.toThrow('not with me')
  expect(await isStored(name)).toBe(false)
})

test('a subscriber works in the same transaction, and others react to what it records', async () => {
  const name = unique('chain')
  const seen: string[] = []
  subscribers.set('thing.made', [
    async (tx, made) => {
      seen.push(made.event)
      await insert(tx, `${name} too`)
      tx.record(change(made.id as number, 'thing.followed'))
    },
  ])
  subscribers.set('thing.followed', [async (_, made) => void seen.push(made.event)])
  await door.write(ctx, async (tx) => tx.record(change((await insert(tx, name)).id)))
  expect(seen).toEqual(['thing.made', 'thing.followed'])
  expect(await isStored(`${name} too`)).toBe(true)
})

test('a statement that is sent is seen by those that follow it, and committed', async () => {
  const name = unique('sent')
  const before = await door.write(ctx, async (tx) => {
    const { id } = await insert(tx, unique('unsent'))
    tx.send(sql`update clients set name = ${name} where id = ${id}`)
    return tx.one(sql<{ name: string }>`select name from clients where id = ${id}`)
  })
  expect(before).toEqual({ name })
  expect(await isStored(name)).toBe(true)
})

test('where a statement that was sent fails nothing commits, and its error is the answer', async () => {
  const name = unique('in vain')
  const sending = (then: (tx: Tx) => Promise<unknown>) =>
    door.write(ctx, async (tx) => {
      await insert(tx, name)
      tx.send(sql`select 1 / 0`)
      await then(tx)
    })
  // Nothing follows it; and what follows it is refused for another reason than its own.
  await expect(sending(async () => {})).rejects.toMatchObject({ code: '22012' })
  await expect(sending((tx) => insert(tx, name))).rejects.toMatchObject({ code: '22012' })
  expect(await isStored(name)).toBe(false)
})

test('what an answer shows is read of the work, before the commit: where it throws nothing is written', async () => {
  const name = unique('shown')
  const shown = await door.write(
    ctx,
    async (tx) => (await insert(tx, name)).id,
    (tx, id) => tx.one(sql<{ name: string }>`select name from clients where id = ${id}`),
  )
  expect(shown).toEqual({ name })
  const unseen = unique('unseen')
  const failing = door.write(
    ctx,
    (tx) => insert(tx, unseen),
    async () => {
      throw new Error('not for you')
    },
  )
  await expect(failing).rejects.toThrow('not for you')
  expect(await isStored(unseen)).toBe(false)
})

test('a write that records nothing nudges nobody', async () => {
  await door.write(ctx, (tx) => insert(tx, unique('silent')))
  expect(nudges).toBe(0)
})

test('a read cannot write', async () => {
  const writing = door.read(ctx, (tx) => insert(tx as Tx, unique('sneaked')))
  await expect(writing).rejects.toMatchObject({ code: '25006' })
})

test('of two writes that lock each other out, both are done in the end, and recorded once', async () => {
  const ids = await door.write(ctx, async (tx) => [
    (await insert(tx, unique('a'))).id,
    (await insert(tx, unique('b'))).id,
  ])
  let attempts = 0
  let holding = 0
  const bothHold = Promise.withResolvers<void>()
  const both = [ids, [...ids].reverse()].map((order) =>
    door.write(ctx, async (tx) => {
      attempts++
      for (const id of order) {
        await tx.run(sql`update clients set version = version + 1 where id = ${id}`)
        if (++holding === 2) bothHold.resolve()
        await bothHold.promise
      }
      tx.record(change(order[0]!, 'thing.locked'))
    }),
  )
  await Promise.all(both)
  expect(attempts).toBeGreaterThan(2)
  const rows = await server().sql('select version from app.clients where id = any($1)', [ids])
  expect(rows).toEqual([{ version: 3 }, { version: 3 }])
  expect(await server().sql(`select from app.ledger where event = 'thing.locked'`)).toHaveLength(2)
})

test('a write gives up after three tries with a 503, and does not retry what is no clash', async () => {
  const tries = async (code: string) => {
    let count = 0
    const failing = door.write(ctx, async () => {
      count++
      throw Object.assign(new Error('clash'), { code })
    })
    const error = await failing.catch((reason) => reason)
    return { count, status: error.status, message: error.message }
  }
  expect(await tries('40001')).toMatchObject({ count: 3, status: 503 })
  expect(await tries('23505')).toMatchObject({ count: 1, message: 'clash' })
})

test('a column that a migration adds while the product runs is no failure, in reads or writes', async () => {
  const ask = sql<{ id: number }>`select t.* from clients t limit 1`
  const everywhere = () => Promise.all(Array.from({ length: 8 }, () => door.read(ctx, (tx) => tx.all(ask))))
  for (let round = 0; round < 3; round++) await everywhere()
  await server().sql('alter table app.clients add column added_meanwhile text')
  try {
    await everywhere()
    await server().sql('alter table app.clients add column added_again text')
    await Promise.all(Array.from({ length: 8 }, () => door.write(ctx, (tx) => tx.all(ask))))
  } finally {
    await server().sql(
      'alter table app.clients drop column added_meanwhile, drop column if exists added_again',
    )
  }
})

test('a connection is back in the pool after every outcome', async () => {
  for (let n = 0; n < 20; n++) {
    await door.read(ctx, () => Promise.reject(new Error('no'))).catch(() => {})
    await door.write(ctx, (tx) => tx.run(sql`select nonsense`)).catch(() => {})
  }
  const works = Array.from({ length: 8 }, () => door.read(ctx, (tx) => tx.one(sql`select 1 as one`)))
  expect(await Promise.all(works)).toHaveLength(8)
})

const backendOf = async ({ sql: ask }: TestServer) =>
  eventually('a waiting backend', async () => {
    const [row] = await ask<{
      pid: number
    }>(`select pid from pg_stat_activity where datname = current_database()
      and application_name = 'watchdesk api' and wait_event_type = 'Lock'`)
    return row?.pid
  })

test('a backend killed in the middle of a write is a 503 with Retry-After, and the next calls are served', async () => {
  const { address, tenant } = server()
  const blocker = createPool(address, { size: 1, name: 'blocker', role: 'none' })
  const held = await blocker.connect()
  try {
    await held.query('begin; lock table app.clients in exclusive mode')
    const name = unique('lost')
    const writing = tenant.administrator.post('/api/noc/clients/', { name })
    await server().sql('select pg_terminate_backend($1)', [await backendOf(server())])
    const answer = await writing
    expectProblem(answer, 503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    await held.query('rollback')
    expect(await isStored(name)).toBe(false)
    const next = Array.from({ length: 20 }, () =>
      tenant.administrator.post('/api/noc/clients/', { name: unique('next') }),
    )
    expect((await Promise.all(next)).map(({ status }) => status)).toEqual(next.map(() => 201))
  } finally {
    held.release()
    await blocker.end()
  }
})

test('all backends killed while idle: the next calls are served', async () => {
  const { tenant, sql: ask } = server()
  await ask(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'watchdesk api'`)
  await sleep(50)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => tenant.administrator.get('/api/noc/clients/')),
  )
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
})

test('what goes on with a transaction after its end gets an error, and no connection of somebody else', async () => {
  const ended: Tx[] = []
  await door.write(ctx, async (tx) => void ended.push(tx))
  await expect(
    door.write(ctx, async (tx) => {
      ended.push(tx)
      throw new Error('on purpose')
    }),
  ).rejects.toThrow('on purpose')
  for (const tx of ended) {
    const uses = [() => tx.all(sql`select 1`), () => tx.run(sql`select 1`), () => tx.aside(sql`select 1`)]
    for (const use of uses) await expect(use()).rejects.toThrow('has ended')
    expect(() => tx.record(change(1))).toThrow('has ended')
  }
  const read = await door.read(ctx, async (tx) => ({ later: () => tx.all(sql`select 1`) }))
  await expect(read.later()).rejects.toThrow('has ended')
})
