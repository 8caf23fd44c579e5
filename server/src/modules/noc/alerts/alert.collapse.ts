import type { AlertEvent } from '../ingest/event.ts'
import { isSame, laterExpiry, merged } from './alert.state.ts'

/** Events about one alert that only repeat each other. `by` names the body of each, in order. */
export type AlertStep = { event: AlertEvent; count: number; by: number[] }

/** What bodies taken together hold about one alert, in order. */
export type AlertSteps = { dedupKey: string; steps: AlertStep[] }

/** Bodies by alert, ordered by key: whoever locks in this order cannot deadlock with another who does. */
export function collapse(...bodies: (readonly AlertEvent[])[]): AlertSteps[] {
  const byKey = new Map<string, AlertStep[]>()
  for (const [body, events] of bodies.entries()) {
    for (const event of events) {
      const steps = byKey.get(event.dedupKey)
      if (steps) addStep(steps, event, body)
      else byKey.set(event.dedupKey, [{ event, count: 1, by: [body] }])
    }
  }
  return Array.from(byKey, ([dedupKey, steps]) => ({ dedupKey, steps })).sort((a, b) =>
    a.dedupKey < b.dedupKey ? -1 : 1,
  )
}

function addStep(steps: AlertStep[], event: AlertEvent, body: number) {
  const last = steps.at(-1)
  if (!last || !isRepeat(last.event, event)) {
    steps.push({ event, count: 1, by: [body] })
    return
  }
  last.event = fold(last.event, event)
  last.count++
  last.by.push(body)
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
