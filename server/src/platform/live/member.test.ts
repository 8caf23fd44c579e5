import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../clock.ts'
import { systemContext } from '../context.ts'
import type { Connection } from './connection.ts'
import { createMember } from './member.ts'
import type { Room } from './room.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch(isOneWay = false) {
  const sink = { send: vi.fn(), buffered: () => 0, ping: vi.fn(), close: vi.fn(), abort: vi.fn(), isOneWay }
  const connection = {
    cursor: () => 'e1:7',
    catchUp: vi.fn(),
    say: vi.fn(),
    end: vi.fn(),
  } as unknown as Connection
  const never = Number.POSITIVE_INFINITY
  const identity = { ctx: systemContext(1, 'test'), expiresAt: never, changesAt: never }
  const member = createMember({
    room: {} as Room,
    connection,
    sink,
    clock: systemClock,
    identify: async () => identity,
    rights: { concern: () => undefined, forget: () => {}, mayListen: () => true },
    token: 'a',
    identity,
  })
  const wait = (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      vi.advanceTimersByTime(1000)
      member.checkUp()
    }
  }
  return { sink, member, wait }
}

test('every 25 seconds a ping tells how far the client has been told', () => {
  const { sink, wait } = watch()
  wait(24)
  expect(sink.ping).not.toHaveBeenCalled()
  wait(1)
  expect(sink.ping).toHaveBeenCalledTimes(1)
  expect(JSON.parse(sink.ping.mock.calls[0]?.[0].text)).toMatchObject({ t: 'ping', c: 'e1:7' })
})

test('who leaves two pings unanswered is let go', () => {
  const { sink, wait } = watch()
  wait(74)
  expect(sink.abort).not.toHaveBeenCalled()
  wait(1)
  expect(sink.abort).toHaveBeenCalledTimes(1)
})

test('any sign of life keeps a connection', () => {
  const { sink, member, wait } = watch()
  for (let n = 0; n < 6; n++) {
    wait(20)
    member.heard()
  }
  expect(sink.abort).not.toHaveBeenCalled()
})

test('who cannot answer is not expected to', () => {
  const { sink, wait } = watch(true)
  wait(300)
  expect(sink.ping).toHaveBeenCalledTimes(12)
  expect(sink.abort).not.toHaveBeenCalled()
})
