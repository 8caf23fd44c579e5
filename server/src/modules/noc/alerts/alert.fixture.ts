import type { AlertEvent } from '../ingest/event.ts'
import type { AlertState } from './alert.state.ts'

const noon = Date.parse('2026-06-01T12:00:00Z')
/** Minutes after noon. */
export const at = (minutes: number) => new Date(noon + minutes * 60_000)

export function event(action: AlertEvent['action'], fields: Partial<AlertEvent>): AlertEvent {
  return {
    externalId: 'k@0',
    dedupKey: 'k',
    action,
    severity: 'warning',
    severityRaw: 'warning',
    title: 'Disk full',
    description: '',
    labels: { host: 'db1' },
    annotations: {},
    links: [],
    ciRef: null,
    startsAt: at(0),
    startsAtAssumed: false,
    endsAt: null,
    expiresAt: null,
    groupKey: null,
    truncated: 0,
    ...fields,
  }
}
export const trigger = (fields: Partial<AlertEvent> = {}) => event('trigger', fields)
export const resolve = (fields: Partial<AlertEvent> = {}) => event('resolve', { endsAt: at(5), ...fields })

/** Rows as the tests of decisions find them. */
export const firing: AlertState = {
  condition: 'firing',
  workflow: 'open',
  severity: 'warning',
  title: 'Disk full',
  description: '',
  labels: { host: 'db1' },
  annotations: {},
  startsAt: at(0),
  latestStartsAt: at(0),
  endsAt: null,
  expiresAt: null,
  lastSeenAt: at(0),
  resolvedAt: null,
  resolution: null,
  resolvedWhileFiring: false,
  escalationLevel: 2,
}
export const acknowledged: AlertState = { ...firing, workflow: 'acknowledged' }
export const over: AlertState = {
  ...firing,
  condition: 'ok',
  workflow: 'resolved',
  endsAt: at(5),
  resolvedAt: at(5),
  resolution: 'source',
}
export const cleared: AlertState = { ...over, workflow: 'acknowledged', resolvedAt: null }
export const held: AlertState = {
  ...firing,
  workflow: 'resolved',
  resolvedAt: at(5),
  resolution: 'person',
  resolvedWhileFiring: true,
}
export const lapsed: AlertState = { ...over, resolution: 'expired', expiresAt: at(5) }
