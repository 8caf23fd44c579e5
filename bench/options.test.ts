import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('without options every scenario runs three times for five seconds', () => {
  expect(readOptions([], ['read', 'list'])).toMatchObject({
    only: ['read', 'list'],
    runs: 3,
    seconds: 5,
    isQuick: false,
  })
})

test('quick runs are of one second unless told otherwise', () => {
  expect(readOptions(['--quick'], ['read'])).toMatchObject({ runs: 3, seconds: 1 })
  expect(readOptions(['--quick', '--seconds', '2'], ['read']).seconds).toBe(2)
})

test('an unknown scenario is refused with the names of those there are', () => {
  expect(() => readOptions(['--only', 'reed'], ['read', 'list'])).toThrow('no reed; there are read, list')
  expect(() => readOptions(['--runs', '0'], ['read'])).toThrow('--runs')
})
