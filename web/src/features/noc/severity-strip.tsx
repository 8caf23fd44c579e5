import { ToggleButton } from 'react-aria-components'
import { useIntl } from 'react-intl'
import { SeverityGlyph } from '../../components/severity-badge.tsx'
import type { Severity } from '../../lib/api/types.ts'
import { severityWords } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { belongs, severities } from './alert-query.ts'
import { texts } from './noc.messages.ts'
import { useAlertCounts } from './use-alert-feed.ts'

const severityKeys = [
  'severity',
  'severity__in',
  'severity__gte',
  'severity__gt',
  'severity__lte',
  'severity__lt',
]

/** Five digits do not fit five times on a phone: 12,345 is 12K. */
const shortened = (count: number) => (count >= 10_000 ? ({ notation: 'compact' } as const) : undefined)

/** How much there is of each severity; pressed, it is the filter. The figures are those of all open alerts. */
export function SeverityStrip() {
  const text = useText()
  const { formatNumber } = useIntl()
  const counts = useAlertCounts()
  const [search, setSearch] = useUrlState()
  const filter = Object.fromEntries(severityKeys.map((key) => [key, search[key]]))
  const countOf = (severity: Severity) => counts?.by_severity[severity] ?? 0
  const isFiltered = Object.values(filter).some(Boolean)
  const isIn = (severity: Severity) =>
    isFiltered && belongs({ severity } as Parameters<typeof belongs>[0], filter) === true

  function toggle(severity: Severity) {
    const wanted = severities.filter((each) => isIn(each) !== (each === severity))
    const none = Object.fromEntries(severityKeys.map((key) => [key, undefined]))
    setSearch({ ...none, severity__in: wanted.length < severities.length ? wanted.join(',') : undefined })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a look of its own
    <div
      role="group"
      aria-label={text(texts.bySeverity)}
      className="flex max-w-full gap-1 overflow-x-auto max-sm:gap-0"
    >
      {severities.map((severity) => (
        <ToggleButton
          key={severity}
          isSelected={isIn(severity)}
          onChange={() => toggle(severity)}
          className="flex h-7 shrink-0 cursor-default items-center gap-1.5 rounded-md border border-transparent px-2 text-muted max-sm:px-1.5 hover:bg-hover selected:border-accent selected:bg-accent-soft selected:text-ink"
        >
          <SeverityGlyph severity={severity} />
          <span className="text-sm max-sm:sr-only">{text(severityWords[severity])}</span>
          <span className="font-semibold text-ink tabular-nums">
            {formatNumber(countOf(severity), shortened(countOf(severity)))}
          </span>
        </ToggleButton>
      ))}
    </div>
  )
}
