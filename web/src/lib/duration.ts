import type { IntlShape } from 'react-intl'

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A span of seconds in its two largest units: "2h 5m". */
export function durationText(intl: IntlShape, seconds: number): string {
  const whole = Math.round(seconds)
  const first = UNITS.findIndex(([, size]) => whole >= size)
  const shown = UNITS.slice(first < 0 ? UNITS.length - 1 : first).slice(0, 2)
  let rest = whole
  const parts = shown.map(([unit, size]) => {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    return { amount, text: intl.formatNumber(amount, { style: 'unit', unit, unitDisplay: 'narrow' }) }
  })
  return parts
    .filter(({ amount }, place) => amount > 0 || place === 0)
    .map(({ text }) => text)
    .join(' ')
}
