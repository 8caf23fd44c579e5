import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('without a word it runs the demonstration with its usual year', () => {
  expect(readOptions([])).toMatchObject({ scenario: null, isFresh: false, seed: 1, incidents: 3000 })
})

test('a scenario is known by its name, an unknown one is refused by the name that was given', () => {
  expect(readOptions(['noc-storm', '--alerts', '5000'])).toMatchObject({
    scenario: 'noc-storm',
    alerts: 5000,
  })
  expect(() => readOptions(['earthquake'])).toThrow(/no scenario "earthquake".*noc-storm/)
  expect(() => readOptions(['noc-storm', 'flapping'])).toThrow(/one scenario at a time/)
})

test('a number that is none is refused by the name of its option', () => {
  expect(() => readOptions(['--seed', 'x'])).toThrow(/--seed .*"x"/)
  expect(() => readOptions(['--alerts', '0'])).toThrow(/--alerts/)
  expect(() => readOptions(['--sizes', '1'])).toThrow(/--sizes/)
})
