import { sql } from 'kysely'
import { pino } from 'pino'
import { Type } from 'typebox'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemContext } from '../context.ts'
import { createMetrics } from '../metrics.ts'
import type { Pacer } from '../pacer.ts'
import { defineResource, type Stamped } from '../resource/resource.ts'
import type { Door } from '../unit-of-work.ts'
import { type Connection, createConnection } from './connection.ts'
import type { Frame, SubscribeFrame } from './frames.ts'
import { createLiveMetrics } from './live.metrics.ts'
import type { Reading } from './reader.ts'
import type { Entry } from './ring.ts'
import { openRoom } from './room.ts'
import { subscribe } from './subscribe.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const permission = 'things.view'
const things = defineResource<Stamped, Stamped>({
  kind: 'thing',
  path: '/things',
  tag: 'Things',
  table: 'things',
  topic: 'things',
  permissions: { view: permission, create: '', update: '', delete: '', restore: '' },
  record: Type.Object({ id: Type.Integer() }),
  source: { columns: sql`t.*`, from: sql`things t` },
  list: { filters: {}, ordering: {}, defaultOrdering: 'id' },
  present: (row) => row,
})
const told = { topics: new Map([['things', things]]), record: async () => {} }
const ctx = { ...systemContext(1, 'test'), permissions: new Set([permission]) }
const HEAD = 10

/** A room whose database knows a head and no entries, and shows every record it is asked for. */
async function enter() {
  const rows: Reading['rows'] = async (_, ids) =>
    new Map(ids.map((id) => [id, { version: 1, isDeleted: false, json: '{}' }]))
  const reading = {
    rows: vi.fn(rows),
    matching: async () => new Set<number>(),
    seenBefore: async () => new Map(),
  }
  const reader = { open: () => reading, snapshot: vi.fn(async () => ({ items: ['{}'], more: false })) }
  const door = {
    read: vi.fn(async (_, work) => work({ maybe: async () => ({ seq: HEAD }), all: async () => [] })),
  }
  const metrics = createLiveMetrics(createMetrics(), {
    connections: () => 0,
    queuedBytes: () => 0,
    relayLag: async () => 0,
  })
  const pacer: Pacer = {
    each: async (items, work) => {
      for (const item of items) work(item)
    },
  }
  const parts = { door: door as unknown as Door, reader, log: pino({ level: 'silent' }), metrics, pacer }
  const { room, ready } = openRoom(1, 1, parts)
  await ready
  let unread = 0
  const frames: Frame[] = []
  const sink = {
    send: (frame: Frame) => void frames.push(frame),
    buffered: () => unread,
    ping: vi.fn(),
    close: vi.fn(),
    abort: vi.fn(),
  }
  const connection = createConnection(room, sink)
  room.connections.add(connection)
  const sub = (more: Partial<SubscribeFrame> = {}) =>
    subscribe(room, connection, told, ctx, {
      t: 'sub',
      id: 'a',
      topic: 'things',
      ...more,
    })
  const said = () => frames.map(({ text }) => JSON.parse(text))
  const ids = () => said().flatMap(({ ev = [] }) => ev.map(({ eid }: { eid: number }) => eid))
  const leaveUnread = (bytes: number) => {
    unread = bytes
  }
  return { room, connection, reading, reader, sink, sub, said, ids, leaveUnread }
}

const entry = (seq: number, ids = [seq]): Entry => ({
  organizationId: 1,
  seq,
  kind: 'thing',
  event: 'thing.touched',
  at: new Date(0),
  ids,
  before: null,
})
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const pass = () => vi.advanceTimersByTimeAsync(100)
const lag = (connection: Connection, head: number) => connection.subscriptions.lagging(head).length

test('what happens while a snapshot is read is told after it', async () => {
  const { room, reader, sub, said, ids } = await enter()
  reader.snapshot.mockImplementation(async () => {
    room.accept(entry(11))
    await pass()
    return { items: ['{"id":1}'], more: false }
  })
  await sub({ snapshot: { limit: 10 } })
  await pass()
  expect(said().map(({ t }) => t)).toEqual(['snap', 'ev'])
  expect(said()[0]).toMatchObject({ at: 'e1:10', items: [{ id: 1 }], done: true })
  expect(ids()).toEqual([11])
})

test('a batch whose reading fails is told once it can be read', async () => {
  const { room, connection, reading, sub, said, ids } = await enter()
  await sub()
  reading.rows.mockRejectedValueOnce(new Error('away')).mockRejectedValueOnce(new Error('still away'))
  room.accept(entry(11))
  await pass()
  expect(ids()).toEqual([])
  expect(lag(connection, 11)).toBe(1)
  connection.catchUp()
  await pass()
  expect(ids()).toEqual([11])
  expect(said().at(-1).c).toBe('e1:11')
})

test('a slow reader is told nothing until it has drained, then the newest of each record', async () => {
  const { room, connection, sub, leaveUnread, ids } = await enter()
  await sub()
  leaveUnread(300 * 1024)
  for (let seq = 11; seq <= 60; seq++) room.accept(entry(seq, [seq % 2]))
  await pass()
  expect(ids()).toEqual([])
  leaveUnread(0)
  connection.catchUp()
  await pass()
  expect(ids()).toEqual([1, 0])
})

test('who did not keep up for more than 1,000 records gets a gap, and after four of them in a minute is closed', async () => {
  const { room, connection, sink, sub, leaveUnread, said } = await enter()
  await sub()
  let seq = HEAD
  const stall = async (records: number, ms: number) => {
    leaveUnread(300 * 1024)
    for (let n = 0; n < records; n++) room.accept(entry(++seq))
    await vi.advanceTimersByTimeAsync(ms)
    leaveUnread(0)
    connection.catchUp()
    await pass()
  }
  await stall(1001, 1500)
  expect(said().at(-1)).toEqual({ t: 'gap', id: 'a', from: 'e1:10', to: 'e1:1011', why: 'slow' })
  for (let n = 0; n < 3; n++) await stall(1001, 1500)
  expect(said().at(-1)).toMatchObject({ t: 'bye', code: 4008, retry_ms: expect.any(Number) })
  expect(sink.close).toHaveBeenCalledWith(4008)
})

test('who reads nothing for half a minute is closed, to come back at a moment of their own', async () => {
  const { room, connection, sink, sub, leaveUnread, said } = await enter()
  await sub()
  leaveUnread(300 * 1024)
  room.accept(entry(11))
  await vi.advanceTimersByTimeAsync(29_000)
  connection.catchUp()
  expect(sink.close).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(2000)
  connection.catchUp()
  expect(said().at(-1)).toMatchObject({ t: 'bye', code: 4008, retry_ms: expect.any(Number) })
  expect(sink.close).toHaveBeenCalledWith(4008)
})

test('who floods a socket that it does not read with requests is closed', async () => {
  const { sink, sub, leaveUnread } = await enter()
  leaveUnread(1100 * 1024)
  await sub()
  expect(sink.close).toHaveBeenCalledWith(4008)
})

test('a batch of more than 2,000 records of a noun is a gap, not a flood', async () => {
  const { room, sub, said, ids } = await enter()
  await sub()
  room.accept(entry(11, upTo(2001)))
  room.accept(entry(12))
  await pass()
  await pass()
  expect(said().find(({ t }) => t === 'gap')).toEqual({
    t: 'gap',
    id: 'a',
    from: 'e1:10',
    to: 'e1:11',
    why: 'bulk',
  })
  expect(ids()).toEqual([12])
})

test('ticks too many to name are a gap', async () => {
  const { room, sub, said } = await enter()
  await sub()
  room.tick({ organizationId: 1, kind: 'thing', ids: 'all' })
  await pass()
  expect(said().at(-1)).toMatchObject({ t: 'gap', id: 'a', why: 'ticks' })
})

test('ticks that cannot be read are told once they can be', async () => {
  const { room, reading, sub, said } = await enter()
  await sub()
  reading.rows.mockRejectedValueOnce(new Error('away'))
  room.tick({ organizationId: 1, kind: 'thing', ids: [7] })
  await pass()
  expect(said().filter(({ t }) => t === 'ev')).toEqual([])
  await vi.advanceTimersByTimeAsync(600)
  expect(said().at(-1).ev).toMatchObject([{ op: 'tick', eid: 7 }])
})

test('a replay that takes longer than two seconds gives way to a fresh list', async () => {
  const { room, connection, reading, sub, said } = await enter()
  room.accept(entry(11))
  room.accept(entry(12))
  await pass()
  connection.subscriptions.replayFrom(HEAD, 2000)
  reading.rows.mockRejectedValue(new Error('away'))
  await sub()
  await pass()
  expect(said().some(({ t }) => t === 'gap')).toBe(false)
  await vi.advanceTimersByTimeAsync(2100)
  connection.catchUp()
  await pass()
  expect(said().at(-1)).toMatchObject({ t: 'gap', why: 'history', from: 'e1:10', to: 'e1:12' })
})

test('who is in doubt is told nothing until the doubt is over, and then what was missed', async () => {
  const { room, connection, sub, ids } = await enter()
  await sub()
  connection.doubt(true)
  room.accept(entry(11))
  await pass()
  connection.catchUp()
  await pass()
  expect(ids()).toEqual([])
  connection.doubt(false)
  await pass()
  expect(ids()).toEqual([11])
})

test('a frame holds at most 100 events, and only the last of a batch moves the cursor', async () => {
  const { room, sub, said } = await enter()
  await sub()
  room.accept(entry(11, upTo(250)))
  await pass()
  const frames = said().filter(({ t }) => t === 'ev')
  expect(frames.map(({ c, ev }) => [c, ev.length])).toEqual([
    ['e1:10', 100],
    ['e1:10', 100],
    ['e1:11', 50],
  ])
})

test('those who are told the same share one reading', async () => {
  const { room, reading, sub } = await enter()
  await sub()
  const others = Array.from({ length: 20 }, () => {
    const other = createConnection(room, {
      send: vi.fn(),
      buffered: () => 0,
      ping: vi.fn(),
      close: vi.fn(),
      abort: vi.fn(),
    })
    room.connections.add(other)
    return other
  })
  await Promise.all(
    others.map((other) => subscribe(room, other, told, ctx, { t: 'sub', id: 'a', topic: 'things' })),
  )
  room.accept(entry(11))
  await pass()
  expect(reading.rows).toHaveBeenCalledTimes(1)
  expect(others.every((other) => lag(other, 11) === 0)).toBe(true)
})

test('what nobody can tell any more is a gap', async () => {
  const { room, sub, said } = await enter()
  await sub()
  room.accept(entry(11))
  await pass()
  room.accept(entry(6000))
  await pass()
  expect(said().at(-1)).toMatchObject({ t: 'gap', why: 'history', to: 'e1:6000' })
})
