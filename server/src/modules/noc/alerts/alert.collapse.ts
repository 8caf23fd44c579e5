import type { AlertEvent } from '../ingest/event.ts'
import { isSame, laterExpiry, merged } from './alert.state.ts'

/** What a batch holds about one alert, in order; `count` events that only repeat each other are one step. */
export type AlertSteps = { dedupKey: string; steps: { event: AlertEvent; count: number }[] }

/** A batch by alert, ordered by key: whoever locks in this order cannot deadlock with another who does. */
export function collapse(events: readonly AlertEvent[]): AlertSteps[] {
  const byKey = Map.groupBy(events, ({ dedupKey }) => dedupKey)
  return [...byKey]
    .map(([dedupKey, ofKey]) => ({ dedupKey, steps: foldRepeats(ofKey) }))
    .sort((a, b) => (a.dedupKey < b.dedupKey ? -1 : 1))
}

function foldRepeats(events: AlertEvent[]): AlertSteps['steps'] {
  const steps: AlertSteps['steps'] = []
  for (const event of events) {
    const last = steps.at(-1)
    if (last && isRepeat(last.event, event)) {
      last.event = fold(last.event, event)
      last.count++
    } else steps.push({ event, count: 1 })
  }
  return steps
}

const isRepeat = (a: AlertEvent, b: AlertEvent) =>
  a.action === b.action &&
  a.severity === b.severity &&
  isSame(a.startsAt, b.startsAt) &&
  a.startsAtAssumed === b.startsAtAssumed &&
  isSame(a.endsAt, b.endsAt) &&
  merged(a.labels, b.labels) === a.labels &&
  merged(b.labels, a.labels) === b.labels

/** A repeated trigger brings newer words; a repeated resolve finds the alert over already. */
const fold = (a: AlertEvent, b: AlertEvent): AlertEvent =>
  a.action === 'resolve'
    ? a
    : {
        ...b,
        description: b.description || a.description,
        annotations: merged(a.annotations, b.annotations),
        expiresAt: laterExpiry(a.expiresAt, b.expiresAt),
      }
