import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

const soon = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a gate lets so many in, keeps so many waiting in their order, and turns the rest away', async () => {
  const pass = createGate({ atOnce: 2, waiting: 2, refusal: () => new Error('full') })
  const begun: number[] = []
  const leave: (() => void)[] = []
  const enter = (n: number) =>
    pass(() => {
      begun.push(n)
      return new Promise<void>((resolve) => leave.push(resolve))
    })
  const all = [1, 2, 3, 4].map(enter)
  await soon()
  expect(begun).toEqual([1, 2])
  await expect(enter(5)).rejects.toThrow('full')
  leave[0]?.()
  await soon()
  expect(begun).toEqual([1, 2, 3])
  leave[1]?.()
  leave[2]?.()
  await soon()
  leave[3]?.()
  await Promise.all(all)
  expect(begun).toEqual([1, 2, 3, 4])
})

test('work that fails makes room for the next', async () => {
  const pass = createGate({ atOnce: 1, waiting: 0, refusal: () => new Error('full') })
  const failing = pass(() => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  expect(await pass(async () => 'in')).toBe('in')
})
