import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { collectTicks, gatherTicks, parseTicks } from './ticks.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function collect() {
  const sent: string[][] = []
  return { sent, ticks: collectTicks(async (payloads) => void sent.push(payloads)) }
}
const idsUpTo = (count: number) => Array.from({ length: count }, (_, n) => 10 ** 15 + n)

test('ticks of a second go out together, each record named once', () => {
  const { sent, ticks } = collect()
  ticks.add(1, 'alert', [7, 8])
  ticks.add(1, 'alert', [8, 9])
  ticks.add(2, 'alert', [7])
  vi.advanceTimersByTime(999)
  expect(sent).toEqual([])
  vi.advanceTimersByTime(1)
  expect(sent).toEqual([['1:alert:7,8,9', '2:alert:7']])
  vi.advanceTimersByTime(5000)
  expect(sent).toHaveLength(1)
})

test('many ids are split into payloads that PostgreSQL takes, and none is lost', () => {
  const { sent, ticks } = collect()
  ticks.add(1, 'alert', idsUpTo(2000))
  vi.advanceTimersByTime(1000)
  const payloads = sent.flat()
  expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThan(8000)
  const ids = payloads.map((payload) => parseTicks(payload)?.ids)
  expect(ids.flat()).toEqual(idsUpTo(2000))
})

test('more than 2,000 ids in a second are not named', () => {
  const { sent, ticks } = collect()
  ticks.add(1, 'alert', idsUpTo(2001))
  vi.advanceTimersByTime(1000)
  expect(sent).toEqual([['1:alert:*']])
  expect(parseTicks('1:alert:*')).toEqual({ organizationId: 1, kind: 'alert', ids: 'all' })
})

test('a payload that is not ours is left alone', () => {
  for (const payload of ['', '1:alert:', 'x:alert:1', '1:alert:1;2'])
    expect(parseTicks(payload)).toBeUndefined()
})

test('ticks that could not be sent go out the next time, with what came since', async () => {
  const sent: string[][] = []
  let isAway = true
  const ticks = collectTicks(async (payloads) => {
    if (isAway) throw new Error('away')
    sent.push(payloads)
  })
  ticks.add(1, 'alert', [7])
  await vi.advanceTimersByTimeAsync(1000)
  ticks.add(1, 'alert', [8])
  isAway = false
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toEqual([['1:alert:7,8']])
  ticks.stop()
})

test('when nobody knows which ticks were missed, all nouns that ever ticked did', () => {
  const ticks = gatherTicks()
  ticks.miss()
  expect(ticks.size()).toBe(0)
  ticks.add('alert', [7])
  expect([...ticks.take().keys()]).toEqual(['alert'])
  ticks.miss()
  expect([...ticks.take()]).toEqual([['alert', 'all']])
})
