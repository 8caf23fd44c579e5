import { expect, test } from 'vitest'
import { median, noise, percentile, shown } from './figures.ts'

test('the median is the middle run, or lies between the middle two', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 9, 2])).toBe(3)
  expect(median([])).toBeNaN()
})

test('noise is the distance of the extremes as a share of the median; runs that agree have none', () => {
  expect(noise([90, 100, 120])).toBeCloseTo(0.3)
  expect(noise([100])).toBe(0)
  expect(noise([0, 0, 0])).toBe(0)
})

test('a percentile is a value that was measured: the smallest that covers the share', () => {
  const line = Array.from({ length: 200 }, (_, at) => at + 1)
  expect(percentile(line, 0.5)).toBe(100)
  expect(percentile(line, 0.99)).toBe(198)
  expect(percentile(line, 1)).toBe(200)
  expect(percentile([7], 0.99)).toBe(7)
  expect(percentile([], 0.5)).toBeNaN()
})

test('figures show what matters of them', () => {
  expect([12_345.6, 99.94, 2.7051, 0.00123, Number.NaN].map(shown)).toEqual([
    '12,346',
    '99.9',
    '2.71',
    '0.00123',
    '–',
  ])
})
