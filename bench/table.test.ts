import { expect, test } from 'vitest'
import { isMet, type Result } from './result.ts'
import { tableOf } from './table.ts'

const result: Result = {
  scenario: 'read',
  work: 'read one incident',
  unit: '/s',
  lanes: {
    ours: [
      { value: 400, p99: 40, errors: 0 },
      { value: 500, p99: 60, errors: 0 },
      { value: 450, p99: 50, errors: 1 },
    ],
    bare: [{ value: 900 }, { value: 1000 }, { value: 800 }],
  },
  aims: [
    { of: 'value', against: 'bare', atLeast: 0.5 },
    { of: 'p99', atMost: 45 },
    { of: 'value', against: 'peer', atLeast: 1 },
  ],
}

test('an aim against a lane is met by the ratio of the medians', () => {
  expect(isMet(result, { of: 'value', against: 'bare', atLeast: 0.5 })).toBe(true)
  expect(isMet(result, { of: 'value', against: 'bare', atLeast: 0.51 })).toBe(false)
  expect(isMet(result, { of: 'p99', atMost: 50 })).toBe(true)
  expect(isMet(result, { of: 'p99', atMost: 49 })).toBe(false)
})

test('what was not measured is neither met nor missed', () => {
  expect(isMet(result, { of: 'value', against: 'peer', atLeast: 1 })).toBeUndefined()
})

test('one wrong answer in one run is one too many, however good the median', () => {
  expect(isMet(result, { of: 'errors', atMost: 0 })).toBe(false)
})

test('the table has a row per work, with ratio, noise of each lane, errors, and each aim judged', () => {
  const [head, , row] = tableOf([result])
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  expect(head).toContain('limit: bare Fastify')
  expect(row).toEqual([
    '',
    'read one incident',
    '450/s (1 errors)',
    '50 ms',
    '–',
    '900/s',
    '50 % of bare',
    '–',
    '22 % / 22 %',
    '✓ ≥ 50 % of bare; ✗ MISSED p99 ≤ 45 ms; ? ≥ 100 % of peer',
    '',
  ])
})
