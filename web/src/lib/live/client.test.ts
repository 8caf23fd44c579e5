import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { backoffMs } from './backoff.ts'
import { createLiveClient } from './client.ts'
import type { LiveEvent, LiveMessage, ServerFrame } from './frames.ts'
import { mergeEvent } from './merge.ts'

/** A WebSocket whose server is the test. */
class FakeSocket {
  static readonly OPEN = 1
  static all: FakeSocket[] = []
  readyState = 0
  sent: { t: string; [key: string]: unknown }[] = []
  onopen?: () => void
  onmessage?: (event: { data: string | ArrayBuffer }) => void
  onclose?: (event: { code: number }) => void
  constructor() {
    FakeSocket.all.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = 3
  }
  receive(frame: ServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  welcome(resumed = false, cursor = 'e1:1') {
    this.readyState = 1
    this.onopen?.()
    this.receive({ t: 'welcome', session: 's', epoch: 'e1', cursor, heartbeat_s: 25, resumed })
  }
  drop(code: number) {
    this.readyState = 3
    this.onclose?.({ code })
  }
}

const upsert = (eid: number, ver: number, op: LiveEvent['op'] = 'upsert'): LiveEvent => ({
  id: ['alerts'],
  k: 'alert',
  op,
  eid,
  ver,
  d: { id: eid, version: ver },
})

let live: ReturnType<typeof createLiveClient>
let told: LiveMessage[]
const renew = vi.fn(async () => 'fresh')
const socket = () => FakeSocket.all.at(-1) as FakeSocket
const versions = () => told.flatMap((message) => (message.type === 'event' ? [message.event.ver] : []))
const gaps = () => told.flatMap((message) => (message.type === 'gap' ? [message.why] : []))

beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  FakeSocket.all = []
  told = []
  live = createLiveClient({ url: 'ws://x/ws/noc/', token: async () => 'token', renew })
  live.subscribe('alerts', (message) => told.push(message))
  live.start()
  await vi.advanceTimersByTimeAsync(0)
})
afterEach(() => {
  live.stop()
  vi.unstubAllGlobals()
})

test('it says hello with the token, subscribes once welcomed, and is live', () => {
  expect(live.state.get().status).toBe('connecting')
  socket().welcome()
  expect(socket().sent).toEqual([
    { t: 'hello', v: 1, token: 'token', caps: ['deflate'] },
    { t: 'sub', id: 'alerts', topic: 'alerts' },
  ])
  expect(live.state.get().status).toBe('live')
})

test('after a loss it resumes at the last cursor it saw', async () => {
  socket().welcome()
  socket().receive({ t: 'ev', c: 'e1:7', ev: [upsert(1, 1)] })
  socket().drop(1006)
  expect(live.state.get().status).toBe('retrying')
  await vi.advanceTimersByTimeAsync(1000)
  socket().welcome(true)
  expect(socket().sent[0]).toMatchObject({ t: 'hello', token: 'token', cursor: 'e1:7' })
})

test('where the server cannot resume, listeners are told to ask again', async () => {
  socket().welcome()
  socket().drop(1006)
  await vi.advanceTimersByTimeAsync(1000)
  socket().welcome(false, 'e2:1')
  expect(gaps()).toEqual(['history'])
  socket().drop(1006)
  await vi.advanceTimersByTimeAsync(1000)
  socket().welcome(true)
  expect(socket().sent[0]).toMatchObject({ cursor: 'e2:1' })
})

test('a version that was told is not told again, a tick of the same version is', () => {
  socket().welcome()
  socket().receive({
    t: 'ev',
    c: 'e1:2',
    ev: [upsert(1, 4), upsert(1, 4), upsert(1, 3), upsert(1, 4, 'tick')],
  })
  socket().receive({ t: 'ev', c: 'e1:3', ev: [upsert(1, 5), upsert(2, 1)] })
  expect(versions()).toEqual([4, 4, 5, 1])
})

test('a gap and a finished snapshot tell listeners to ask again', () => {
  socket().welcome()
  socket().receive({ t: 'snap', id: 'alerts', at: 'e1:2', done: false })
  expect(gaps()).toEqual([])
  socket().receive({ t: 'snap', id: 'alerts', at: 'e1:2', done: true })
  socket().receive({ t: 'gap', id: 'alerts', why: 'slow' })
  expect(gaps()).toEqual(['snapshot', 'slow'])
})

test('while it is not live, listeners are told to ask again every 30 s', async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  expect(gaps()).toEqual(['poll', 'poll'])
})

test('an expired token is renewed first, and the reconnect does not wait', async () => {
  socket().welcome()
  socket().drop(4012)
  await vi.advanceTimersByTimeAsync(0)
  expect(renew).toHaveBeenCalledWith('token')
  expect(FakeSocket.all).toHaveLength(2)
})

test('where the browser cannot inflate, it does not say that it can', () => {
  vi.stubGlobal('DecompressionStream', undefined)
  socket().welcome()
  expect(socket().sent[0]).toEqual({ t: 'hello', v: 1, token: 'token' })
})

test('after a message that cannot be read it comes back with the cursor from before it', async () => {
  socket().welcome()
  socket().receive({ t: 'ev', c: 'e1:7', ev: [upsert(1, 1)] })
  const broken = socket()
  broken.onmessage?.({ data: new Uint8Array([1, 2, 3, 250]).buffer })
  broken.receive({ t: 'ev', c: 'e1:9', ev: [upsert(2, 1)] })
  await vi.waitFor(() => expect(live.state.get().status).toBe('retrying'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(FakeSocket.all).toHaveLength(2)
  socket().welcome(true)
  expect(socket().sent[0]).toMatchObject({ cursor: 'e1:7' })
})

test('two missed heartbeats count as a loss', async () => {
  socket().welcome()
  await vi.advanceTimersByTimeAsync(49_000)
  expect(live.state.get().status).toBe('live')
  await vi.advanceTimersByTimeAsync(1500)
  expect(live.state.get().status).toBe('retrying')
})

test('the cursor of a ping is where a quiet client resumes', async () => {
  socket().welcome(false, 'e1:1')
  socket().receive({ t: 'ping', c: 'e1:50' })
  socket().drop(1006)
  await vi.advanceTimersByTimeAsync(1000)
  socket().welcome(true)
  expect(socket().sent[0]).toMatchObject({ cursor: 'e1:50' })
})

test('it answers a ping, and acknowledges every 5 s or after 500 events', async () => {
  socket().welcome()
  socket().sent = []
  socket().receive({ t: 'ping' })
  socket().receive({ t: 'ev', c: 'e1:9', ev: [upsert(1, 1)] })
  expect(socket().sent).toEqual([{ t: 'pong' }])
  await vi.advanceTimersByTimeAsync(5000)
  expect(socket().sent.at(-1)).toEqual({ t: 'ack', c: 'e1:9' })
  socket().receive({ t: 'ev', c: 'e1:600', ev: Array.from({ length: 500 }, (_, at) => upsert(at + 10, 1)) })
  expect(socket().sent.at(-1)).toEqual({ t: 'ack', c: 'e1:600' })
})

test('reconnects spread over a window that doubles up to 30 s', async () => {
  const delays = [0, 1, 2, 5, 9].map((attempt) => backoffMs(attempt, 1006))
  expect(delays).toEqual([750, 1250, 2250, 15_250, 15_250])
  vi.mocked(Math.random).mockReturnValue(0)
  expect(backoffMs(9, 1006)).toBe(500)
  vi.mocked(Math.random).mockReturnValue(0.999999)
  expect(backoffMs(9, 1006)).toBeCloseTo(30_000, -1)
})

test('the wish of the server, a draining server and a refusal each have their own delay', () => {
  expect(backoffMs(3, 4008, 4200)).toBe(4200)
  expect(backoffMs(0, 4011)).toBe(0)
  expect(backoffMs(1, 4001)).toBeGreaterThan(0)
  expect(backoffMs(0, 4003)).toBe(30_000)
})

test('the last listener of a topic ends its subscription', () => {
  socket().welcome()
  const leave = live.subscribe('incidents', () => {})
  expect(socket().sent.at(-1)).toEqual({ t: 'sub', id: 'incidents', topic: 'incidents' })
  leave()
  expect(socket().sent.at(-1)).toEqual({ t: 'unsub', id: 'incidents' })
})

test('a list takes newer records in place, lets go of those that left, and ignores the rest', () => {
  const list = [
    { id: 1, version: 2 },
    { id: 2, version: 5 },
  ]
  expect(mergeEvent(list, upsert(2, 6))).toEqual([
    { id: 1, version: 2 },
    { id: 2, version: 6 },
  ])
  expect(mergeEvent(list, upsert(1, 3, 'leave'))).toEqual([{ id: 2, version: 5 }])
  expect(mergeEvent(list, upsert(2, 4))).toBe(list)
  expect(mergeEvent(list, upsert(9, 1))).toBe(list)
})
