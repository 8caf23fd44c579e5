import type { AlertEvent, Labels } from '../ingest/event.ts'
import type { Severity } from './alert.severity.ts'

/** The row at hand: the open one of this identity, else its newest resolved one. */
export type AlertState = {
  /** What the source says. */
  condition: 'firing' | 'ok'
  /** What people and rules made of it. */
  workflow: 'open' | 'acknowledged' | 'resolved'
  severity: Severity
  title: string
  description: string
  labels: Labels
  annotations: Labels
  /** The earliest start of the occurrence; sources that overlap are one occurrence. */
  startsAt: Date
  /** The newest start heard of while firing; once ok, the start of the newest occurrence that is over. */
  latestStartsAt: Date
  endsAt: Date | null
  /** Over by then unless heard of again; null: never. */
  expiresAt: Date | null
  lastSeenAt: Date
  resolvedAt: Date | null
  /** Why it is over; `expired` means that nobody said so. */
  resolution: 'source' | 'person' | 'expired' | 'incident' | null
  resolvedWhileFiring: boolean
  escalationLevel: number
}

export type AlertPolicy = {
  /** A new occurrence this soon after the end reopens the row; 0: never. */
  reopenWindowSeconds: number
  /** Whether the source may resolve, or only clear and leave the rest to a person. */
  autoResolve: boolean
  /** Whether an acknowledged alert that becomes critical is open again. */
  reopenOnSeverityRaise: boolean
}
export const DEFAULT_POLICY: AlertPolicy = {
  reopenWindowSeconds: 900,
  autoResolve: true,
  reopenOnSeverityRaise: true,
}

export type AlertChange =
  | 'severity_raised'
  | 'severity_changed'
  | 'unacknowledged'
  | 'updated'
  | 'resolved'
  | 'cleared'
  | 'expired'
  | 'reopened'

/** `set` holds only what differs from the row. */
export type Decision =
  /** A new row. `linkPrevious`: the row at hand came before it. */
  | { kind: 'create'; orphanResolve: boolean; linkPrevious: boolean; set: AlertState }
  /** A repeat: one more in the counter, `set` in place; no version, no event. */
  | { kind: 'touch'; set: Partial<AlertState> }
  /** A new version of the row, and an event for each of `events`, of which there may be none. `refire`: one more in `refire_count`. */
  | { kind: 'change'; events: AlertChange[]; refire: boolean; set: Partial<AlertState> }
  | {
      kind: 'ignore'
      reason: 'already_over' | 'occurrence_over' | 'older_than_occurrence' | 'expired' | 'not_expired'
    }

/** The row after a decision, for the next event of the same batch. */
export function stateAfter(current: AlertState | null, decision: Decision): AlertState | null {
  if (decision.kind === 'ignore') return current
  if (decision.kind === 'create') return decision.set
  return current && { ...current, ...decision.set }
}

/** The row that a trigger makes. */
export const newState = (event: AlertEvent, now: Date): AlertState => ({
  condition: 'firing',
  workflow: 'open',
  severity: event.severity,
  title: event.title,
  description: event.description,
  labels: event.labels,
  annotations: event.annotations,
  startsAt: event.startsAt,
  latestStartsAt: event.startsAt,
  endsAt: null,
  expiresAt: event.expiresAt,
  lastSeenAt: now,
  resolvedAt: null,
  resolution: null,
  resolvedWhileFiring: false,
  escalationLevel: 0,
})

export const later = (a: Date, b: Date) => (a > b ? a : b)

/** Of two expiries the later one; null is never. */
export const laterExpiry = (a: Date | null, b: Date | null) => (a && b ? later(a, b) : null)

export const outlives = (expiry: Date | null, other: Date | null) =>
  expiry === null || (other !== null && expiry > other)

const MOST_ENTRIES = 64

/** The newer value of each entry; the same object when nothing changes. When there are too many, the newer stay. */
export function merged(old: Labels, fresh: Labels): Labels {
  const isSaid = (name: string) => old[name] === fresh[name] && Object.hasOwn(old, name)
  if (Object.keys(fresh).every(isSaid)) return old
  const kept = Object.entries(old).filter(([name]) => !Object.hasOwn(fresh, name))
  return Object.fromEntries([...Object.entries(fresh), ...kept].slice(0, MOST_ENTRIES))
}

/** What of `set` is not so yet. */
export function differing(current: AlertState, set: Partial<AlertState>): Partial<AlertState> {
  const news = { ...set }
  for (const field of Object.keys(set) as (keyof AlertState)[])
    if (isSame(current[field], set[field])) delete news[field]
  return news
}

export const isSame = (a: unknown, b: unknown) =>
  a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b
