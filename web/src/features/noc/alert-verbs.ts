import {
  Check,
  CircleArrowUp,
  CircleCheck,
  type LucideIcon,
  TriangleAlert,
  Undo2,
  UserPlus,
} from 'lucide-react'
import type { AlertSummary } from '../../lib/api/types.ts'
import { severityRank } from './alert-query.ts'

export const verbs = ['ack', 'unack', 'assign', 'resolve', 'escalate', 'incident'] as const
export type Verb = (typeof verbs)[number]

/** `atOnce`: the most alerts that it is offered for; the API has no bulk form of some. */
export const verbLooks: Record<Verb, { icon: LucideIcon; keys?: string; atOnce: number }> = {
  ack: { icon: Check, keys: 'a', atOnce: Number.POSITIVE_INFINITY },
  unack: { icon: Undo2, atOnce: 100 },
  assign: { icon: UserPlus, keys: 'shift+a', atOnce: Number.POSITIVE_INFINITY },
  resolve: { icon: CircleCheck, keys: 'r', atOnce: Number.POSITIVE_INFINITY },
  escalate: { icon: CircleArrowUp, keys: 'shift+e', atOnce: 1 },
  incident: { icon: TriangleAlert, keys: 'shift+m', atOnce: 1000 },
}

/** What is to be done with which alerts; `values` as the API takes them. */
export interface Order {
  verb: Verb
  alerts: readonly AlertSummary[]
  values?: Record<string, unknown>
}

/** An incident is no action of the alert itself: it takes the right to act and an alert that has none yet. */
export function canDo({ actions, incident_id }: AlertSummary, verb: Verb, mayAct: boolean): boolean {
  if (verb === 'incident') return mayAct && incident_id === null
  return actions.some(({ action }) => action === verb)
}

/** The fields that the action demands, as the record says. */
export const required = (verb: Verb, alert: AlertSummary | undefined): readonly string[] =>
  alert?.actions.find(({ action }) => action === verb)?.requires ?? []

/** The worst alert, of equals the oldest: what an incident is named after. */
export function worstOf(alerts: readonly AlertSummary[]): AlertSummary | undefined {
  return alerts.toSorted(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || a.starts_at.localeCompare(b.starts_at),
  )[0]
}

/** As the server will have it: shown at once, and replaced by what it answers. */
export const acknowledged = (alert: AlertSummary): AlertSummary => ({
  ...alert,
  workflow: 'acknowledged',
  status: alert.status === 'open' ? 'acknowledged' : alert.status,
  actions: alert.actions.map((offer) => (offer.action === 'ack' ? { action: 'unack', requires: [] } : offer)),
})
