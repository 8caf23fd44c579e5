import type { AlertEvent } from '../ingest/event.ts'
import { isMoreSevere } from './alert.severity.ts'
import type { AlertChange, AlertPolicy, AlertState, Decision } from './alert.state.ts'
import { DEFAULT_POLICY, differing, later, laterExpiry, merged, newState, outlives } from './alert.state.ts'

/** What one event means for one alert. `now` is the database's; the times in the event are the source's. */
export function decide(
  current: AlertState | null,
  event: AlertEvent,
  now: Date,
  policy: AlertPolicy = DEFAULT_POLICY,
): Decision {
  if (event.action === 'resolve') return onResolve(current, event, now, policy)
  const isValid = event.expiresAt === null || event.expiresAt > now
  if (current === null || current.condition === 'ok') {
    if (current && isOver(current, event)) return { kind: 'ignore', reason: 'occurrence_over' }
    if (!isValid) return { kind: 'ignore', reason: 'expired' }
    return current ? fireAgain(current, event, now, policy) : newRow(event, now, false)
  }
  const isHeld = current.workflow === 'resolved'
  const isNew = isHeld ? !isHeldOccurrence(current, event) : isAfterLapse(current, event)
  if (isNew && isValid) return fireAgain(current, event, now, policy)
  return isHeld ? touch(current, heard(current, event, now)) : repeat(current, event, now, policy)
}

/** What the passing of time means for an alert that was to be heard of again by `expiresAt`. */
export function decideExpiry(current: AlertState, now: Date, policy: AlertPolicy = DEFAULT_POLICY): Decision {
  const { condition, workflow, expiresAt } = current
  // What a person resolved while firing is held until its source speaks; silence says nothing.
  if (condition === 'ok' || workflow === 'resolved' || expiresAt === null || expiresAt > now)
    return { kind: 'ignore', reason: 'not_expired' }
  const end = { condition: 'ok', endsAt: expiresAt, resolution: 'expired' } as const
  return change(
    current,
    ['expired'],
    policy.autoResolve ? { ...end, workflow: 'resolved', resolvedAt: now } : end,
  )
}

/** Whether a trigger tells of an occurrence that we know to be over, and so is only late. */
function isOver(current: AlertState, event: AlertEvent): boolean {
  // Over by expiry was a guess; whoever says later that it still fires proves it wrong.
  const wasGuess = current.resolution === 'expired' && outlives(event.expiresAt, current.expiresAt)
  return !event.startsAtAssumed && event.startsAt <= current.latestStartsAt && !wasGuess
}

/**
 * Whether a trigger only repeats what a person resolved. Without a start of its own it does as long as
 * the last one holds; a source that names neither start nor expiry sends each failure once, so it never does.
 */
const isHeldOccurrence = (current: AlertState, event: AlertEvent): boolean =>
  event.startsAtAssumed
    ? current.expiresAt !== null && event.startsAt <= current.expiresAt
    : event.startsAt <= current.latestStartsAt

/** Whether a trigger starts after the row should have expired: the sweep is only late. */
const isAfterLapse = (current: AlertState, event: AlertEvent): boolean =>
  !event.startsAtAssumed && current.expiresAt !== null && event.startsAt > current.expiresAt

const newRow = (event: AlertEvent, now: Date, linkPrevious: boolean): Decision => ({
  kind: 'create',
  orphanResolve: false,
  linkPrevious,
  set: newState(event, now),
})

/** A new occurrence of what was over: in the same row when that is recent, else in a new one. */
function fireAgain(current: AlertState, event: AlertEvent, now: Date, policy: AlertPolicy): Decision {
  const age = current.resolvedAt === null ? 0 : now.getTime() - current.resolvedAt.getTime()
  if (current.workflow === 'resolved' && age >= policy.reopenWindowSeconds * 1000)
    return newRow(event, now, true)
  const set = {
    ...newState(event, now),
    ...texts(current, event),
    labels: merged(current.labels, event.labels),
  }
  return change(current, ['reopened', ...severityChange(current, event)], set, true)
}

/** What every repeat brings up to date. The words may move with each evaluation, so they make no event. */
const heard = (current: AlertState, event: AlertEvent, now: Date): Partial<AlertState> => ({
  ...texts(current, event),
  lastSeenAt: later(current.lastSeenAt, now),
  latestStartsAt: later(current.latestStartsAt, event.startsAt),
  expiresAt: laterExpiry(current.expiresAt, event.expiresAt),
})

const texts = (current: AlertState, event: AlertEvent) => ({
  title: event.title,
  description: event.description || current.description,
  annotations: merged(current.annotations, event.annotations),
})

/** One more trigger of what fires already, whatever start it names: the earliest one that overlaps stands. */
function repeat(current: AlertState, event: AlertEvent, now: Date, policy: AlertPolicy): Decision {
  const overlaps = event.expiresAt === null || event.expiresAt >= current.startsAt
  const startsAt = overlaps && event.startsAt < current.startsAt ? event.startsAt : current.startsAt
  const labels = merged(current.labels, event.labels)
  const wakes =
    policy.reopenOnSeverityRaise &&
    current.workflow === 'acknowledged' &&
    event.severity === 'critical' &&
    current.severity !== 'critical'
  const set: Partial<AlertState> = {
    ...heard(current, event, now),
    startsAt,
    labels,
    severity: event.severity,
  }
  const events: AlertChange[] = [...severityChange(current, event)]
  if (wakes) events.push('unacknowledged')
  if (startsAt !== current.startsAt || labels !== current.labels) events.push('updated')
  if (events.length === 0) return touch(current, set)
  return change(current, events, wakes ? { ...set, workflow: 'open' } : set)
}

function severityChange(current: AlertState, event: AlertEvent): AlertChange[] {
  if (event.severity === current.severity) return []
  return [isMoreSevere(event.severity, current.severity) ? 'severity_raised' : 'severity_changed']
}

function onResolve(current: AlertState | null, event: AlertEvent, now: Date, policy: AlertPolicy): Decision {
  if (current === null) return orphan(event, now, false)
  if (current.condition === 'ok') return onLateResolve(current, event, now)
  if (event.endsAt && event.endsAt < current.latestStartsAt)
    return { kind: 'ignore', reason: 'older_than_occurrence' }
  const set: Partial<AlertState> = {
    condition: 'ok',
    endsAt: event.endsAt ?? now,
    lastSeenAt: later(current.lastSeenAt, now),
    latestStartsAt: event.startsAtAssumed ? current.latestStartsAt : event.startsAt,
  }
  if (current.workflow === 'resolved') return change(current, ['cleared'], set)
  if (!policy.autoResolve) return change(current, ['cleared'], { ...set, resolution: 'source' })
  return change(current, ['resolved'], {
    ...set,
    workflow: 'resolved',
    resolvedAt: now,
    resolution: 'source',
  })
}

/** A resolve of what is over: sent again, of a source that overlapped, or of a later occurrence that we never saw. */
function onLateResolve(current: AlertState, event: AlertEvent, now: Date): Decision {
  if (event.startsAtAssumed || event.startsAt <= current.latestStartsAt)
    return { kind: 'ignore', reason: 'already_over' }
  const endsAt = event.endsAt ?? now
  const overlaps = current.endsAt !== null && event.startsAt <= current.endsAt
  if (current.workflow === 'resolved' && !overlaps) return orphan(event, now, true)
  return change(current, [], {
    latestStartsAt: event.startsAt,
    endsAt: current.endsAt ? later(current.endsAt, endsAt) : endsAt,
    lastSeenAt: later(current.lastSeenAt, now),
  })
}

/** A resolve whose trigger we never saw: recorded, so that the trigger, should it come late, is known to be over. */
function orphan(event: AlertEvent, now: Date, linkPrevious: boolean): Decision {
  const over = { condition: 'ok', workflow: 'resolved', resolution: 'source' } as const
  const set = { ...newState(event, now), ...over, endsAt: event.endsAt ?? now, resolvedAt: now }
  return { kind: 'create', orphanResolve: true, linkPrevious, set }
}

const touch = (current: AlertState, set: Partial<AlertState>): Decision => ({
  kind: 'touch',
  set: differing(current, set),
})

const change = (
  current: AlertState,
  events: AlertChange[],
  set: Partial<AlertState>,
  refire = false,
): Decision => ({ kind: 'change', events, refire, set: differing(current, set) })
