/** Raised with every change of what follows; rows of an older version are made anew from the ledger. */
export const FORMULA_VERSION = 2

/** One entry of an incident's ledger. */
export interface Entry {
  event: string
  at: Date
  /** The person; null for the product itself and for alert sources. */
  actor_id: number | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What of the incident itself the measures rest on. */
export interface Measured {
  started_at: Date
  requester_id: number | null
  channel: string
}

export interface Measures {
  started_at: Date
  ended_at: Date | null
  ack_s: number | null
  assign_s: number | null
  first_response_s: number | null
  wall_resolve_s: number | null
  hold_s: Record<string, number>
  hold_reason: string | null
  hold_since: Date | null
  touches: number
  agent_ids: number[]
  team_ids: number[]
  escalated: boolean
  reopened: boolean
  fcr: boolean | null
}

export const beginning = ({ started_at }: Measured): Measures => ({
  started_at,
  ended_at: null,
  ack_s: null,
  assign_s: null,
  first_response_s: null,
  wall_resolve_s: null,
  hold_s: {},
  hold_reason: null,
  hold_since: null,
  touches: 0,
  agent_ids: [],
  team_ids: [],
  escalated: false,
  reopened: false,
  fcr: null,
})

/** The measures after one more entry of the ledger: first acknowledgement and answer count, and the last resolution. */
export function measure(old: Measures, entry: Entry, incident: Measured): Measures {
  const { event, at, actor_id } = entry
  const before = entry.before ?? {}
  const after = entry.after ?? {}
  const sinceStart = secondsBetween(old.started_at, at)
  const isAgent = actor_id !== null && actor_id !== incident.requester_id
  const isAnswer = event === 'incident.commented' && after.visibility === 'public' && isAgent
  const isTaken = typeof after.assignee_id === 'number' || typeof after.team_id === 'number'
  const measures = {
    ...old,
    ...ending(old, before, after, at),
    ...holding(old, after, at),
    ack_s: old.ack_s ?? (after.acknowledged_at ? sinceStart : null),
    assign_s: old.assign_s ?? (isTaken ? sinceStart : null),
    first_response_s: old.first_response_s ?? (isAnswer ? sinceStart : null),
    touches: old.touches + (isAgent && event !== 'incident.created' ? 1 : 0),
    agent_ids: isAgent ? withOne(old.agent_ids, actor_id) : old.agent_ids,
    team_ids: typeof after.team_id === 'number' ? withOne(old.team_ids, after.team_id) : old.team_ids,
    escalated: old.escalated || event === 'incident.escalated',
  }
  return { ...measures, fcr: isFirstContact(measures, incident) }
}

function ending(
  { started_at, reopened }: Measures,
  before: NonNullable<Entry['before']>,
  after: NonNullable<Entry['after']>,
  at: Date,
): Partial<Measures> {
  const { status_category: to } = after
  const putRight = to === undefined && after.resolved_at ? new Date(after.resolved_at as string) : undefined
  const resolved_at = to === 'resolved' ? at : putRight
  if (resolved_at) return { ended_at: resolved_at, wall_resolve_s: secondsBetween(started_at, resolved_at) }
  if (to === 'cancelled') return { ended_at: at }
  const isReopened = before.status_category === 'resolved' && to !== undefined && to !== 'closed'
  return isReopened ? { ended_at: null, wall_resolve_s: null, reopened: true } : { reopened }
}

/** A hold lasts as long as its reason stands. */
function holding(
  { hold_reason, hold_since, hold_s }: Measures,
  after: NonNullable<Entry['after']>,
  at: Date,
): Partial<Measures> {
  const to = after.hold_reason as string | null | undefined
  if (to === undefined || to === hold_reason) return {}
  const begun = { hold_reason: to, hold_since: to === null ? null : at }
  if (!hold_reason || !hold_since) return begun
  const held = (hold_s[hold_reason] ?? 0) + secondsBetween(hold_since, at)
  return { ...begun, hold_s: { ...hold_s, [hold_reason]: held } }
}

/** Resolved by the first person who touched it, in one team; null while open, and where there was no contact. */
function isFirstContact(measures: Measures, { channel }: Measured) {
  const { wall_resolve_s, reopened, escalated, agent_ids, team_ids } = measures
  if (wall_resolve_s === null || channel === 'monitoring') return null
  return !reopened && !escalated && agent_ids.length <= 1 && team_ids.length <= 1
}

const withOne = (ids: number[], id: number) => (ids.includes(id) ? ids : [...ids, id])

const secondsBetween = (from: Date, to: Date) =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000))
