import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import { durationText } from './duration.ts'

const intl = createIntl({ locale: 'en' })

test.each([
  [0, '0s'],
  [59, '59s'],
  [60, '1m'],
  [7500, '2h 5m'],
  [7200, '2h'],
  [90_061, '1d 1h'],
])('%i seconds are %s', (seconds, told) => {
  expect(durationText(intl, seconds)).toBe(told)
})
