import { type IntlShape, useIntl } from 'react-intl'
import { useClock } from '../lib/clock.ts'
import { words } from '../lib/i18n/en.ts'
import { Tooltip } from './tooltip.tsx'

const STEPS: [unit: 'minute' | 'hour' | 'day', ms: number, limit: number][] = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 30],
]

/** "just now", "3m ago", "in 2h", and the date once it is a month away. */
export function relativeText(intl: IntlShape, time: number, now: number): string {
  const distance = time - now
  if (Math.abs(distance) < 60_000) return intl.formatMessage(words.justNow)
  for (const [unit, ms, limit] of STEPS) {
    const amount = Math.trunc(distance / ms)
    if (Math.abs(amount) < limit) return intl.formatRelativeTime(amount, unit, { style: 'narrow' })
  }
  return intl.formatDate(time, { dateStyle: 'medium' })
}

interface RelativeTimeProps {
  /** ISO 8601, as the API writes it. */
  value: string
  /** Takes the focus and shows the absolute time in a tooltip; lists leave it out and have a plain title. */
  isFocusable?: boolean
}

/** Ages on the page's one clock; renders again only when its text changes. */
export function RelativeTime({ value, isFocusable }: RelativeTimeProps) {
  const intl = useIntl()
  const time = Date.parse(value)
  const text = useClock((now) => relativeText(intl, time, now))
  const absolute = intl.formatDate(time, { dateStyle: 'medium', timeStyle: 'long' })
  if (!isFocusable)
    return (
      <time dateTime={value} title={absolute}>
        {text}
      </time>
    )
  return (
    <Tooltip text={absolute} isPlain>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the absolute time must be reachable by keyboard */}
      <time dateTime={value} tabIndex={0} className="rounded-sm">
        {text}
      </time>
    </Tooltip>
  )
}
