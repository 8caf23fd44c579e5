import { expect, test } from 'vitest'
import { createPacer } from './pacer.ts'

/** A clock that only work moves, and how many pieces were done in each turn of the event loop. */
function pace() {
  let time = 0
  const turns: number[] = []
  let count = 0
  const slices: number[] = []
  const pacer = createPacer(
    (ms) => slices.push(ms),
    () => time,
  )
  /** Ends when no turn has done anything for a while. */
  async function watch(isDone: () => boolean) {
    while (!isDone()) {
      await new Promise((resolve) => setImmediate(resolve))
      if (count > 0) turns.push(count)
      count = 0
    }
  }
  const work = (ms: number) => () => {
    time += ms
    count++
  }
  return { pacer, turns, slices, watch, work }
}
const items = (count: number) => Array.from({ length: count })

test('a broadcast to a thousand lets others in after every few milliseconds', async () => {
  const { pacer, turns, slices, watch, work } = pace()
  let isDone = false
  const sent = pacer.each(items(1000), work(0.5)).then(() => {
    isDone = true
  })
  await watch(() => isDone)
  await sent
  expect(turns.reduce((sum, count) => sum + count, 0)).toBe(1000)
  expect(turns.length).toBeGreaterThan(50)
  expect(Math.max(...turns.slice(1))).toBeLessThanOrEqual(16)
  // The first slice began before the turn that the second one waited for.
  expect(turns[0]).toBeLessThanOrEqual(32)
  expect(Math.max(...slices)).toBeLessThan(10)
})

test('several at once share one turn’s time', async () => {
  const { pacer, turns, watch, work } = pace()
  let done = 0
  const all = Promise.all(items(10).map(() => pacer.each(items(100), work(0.5)).then(() => done++)))
  await watch(() => done === 10)
  await all
  expect(turns.reduce((sum, count) => sum + count, 0)).toBe(1000)
  // Each may do its few pieces before it looks at the clock.
  expect(Math.max(...turns.slice(1))).toBeLessThanOrEqual(16 + 10 * 4)
})

test('what is short is done at once', async () => {
  const { pacer, turns, watch, work } = pace()
  await pacer.each(items(10), work(0.1))
  let looks = 0
  await watch(() => looks++ > 1)
  expect(turns).toEqual([10])
})
