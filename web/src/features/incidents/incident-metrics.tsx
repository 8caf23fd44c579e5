import { useIntl } from 'react-intl'
import type { IncidentMetric } from '../../lib/api/types.ts'
import { durationText } from '../../lib/duration.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { holdWords } from './incident-fields.messages.ts'
import { useMetrics } from './incident-parts.queries.ts'
import { useWord } from './incident-words.ts'
import { metricTexts } from './metrics.messages.ts'
import { Property, PropertyGroup } from './property-list.tsx'

/** Seconds of all holds, and the reasons by which they came about, the longest first. */
export function holdsOf({ hold_s }: Pick<IncidentMetric, 'hold_s'>) {
  const reasons = Object.entries(hold_s).toSorted(([, a], [, b]) => b - a)
  return { total: reasons.reduce((sum, [, seconds]) => sum + seconds, 0), reasons }
}

/** How long its steps took, for those who work on it; nothing until something happened. */
export function IncidentMetrics({ incidentId }: { incidentId: number }) {
  const text = useText()
  const word = useWord()
  const intl = useIntl()
  const { data: metric } = useMetrics(incidentId)
  if (!metric) return null
  const lines = [
    ['acknowledged', metric.ack_s],
    ['assigned', metric.assign_s],
    ['firstResponse', metric.first_response_s],
    ['resolved', metric.wall_resolve_s],
  ] as const
  const { total, reasons } = holdsOf(metric)
  const told = lines.filter(([, seconds]) => seconds !== null)
  if (told.length === 0 && total === 0) return null
  const span = (seconds: number) => <span className="tabular-nums">{durationText(intl, seconds)}</span>
  return (
    <PropertyGroup label={text(metricTexts.title)} isTitled>
      {told.map(([name, seconds]) => (
        <Property key={name} label={text(metricTexts[name])}>
          {span(seconds ?? 0)}
        </Property>
      ))}
      {total > 0 && (
        <Property label={text(metricTexts.onHold)}>
          <span>
            {span(total)}
            {reasons.map(([reason, seconds]) => (
              <span key={reason} className="block text-faint text-sm">
                {word(holdWords, reason)}
                {reasons.length > 1 && ` · ${durationText(intl, seconds)}`}
              </span>
            ))}
          </span>
        </Property>
      )}
      {metric.fcr !== null && (
        <Property label={text(metricTexts.firstContact)}>
          {text(metric.fcr ? metricTexts.yes : metricTexts.no)}
        </Property>
      )}
    </PropertyGroup>
  )
}
