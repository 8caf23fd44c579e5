import type { AlertSummary } from '../../lib/api/types.ts'
import { severityRank } from './alert-query.ts'

type Compare = (a: AlertSummary, b: AlertSummary) => number

/** The API's ordering, for records that arrive live; the id closes it, in the direction of the last field. */
export function compareBy(ordering: string): Compare {
  const terms = ordering.split(',').map((term) => ({
    field: term.trim().replace(/^-/, ''),
    sign: term.trim().startsWith('-') ? -1 : 1,
  }))
  const closing = { field: 'id', sign: terms.at(-1)?.sign ?? 1 }
  return (a, b) => {
    for (const { field, sign } of [...terms, closing]) {
      const [x, y] = [placeIn(a, field), placeIn(b, field)]
      if (x !== y) return x < y ? -sign : sign
    }
    return 0
  }
}

/** Times are ISO 8601 in UTC throughout, so they compare as text. */
function placeIn(alert: AlertSummary, field: string): string | number {
  if (field === 'severity') return severityRank(alert.severity)
  const value = field in alert ? alert[field as keyof AlertSummary] : null
  return typeof value === 'string' || typeof value === 'number' ? value : ''
}
