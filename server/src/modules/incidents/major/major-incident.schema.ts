import { type Static, Type } from 'typebox'
import { type Context, can } from '../../../platform/context.ts'
import { Id, Nullable, Reference, Timestamp } from '../../../platform/http/schema.ts'
import {
  booleanFilter,
  idFilter,
  integerFilter,
  pointedFilter,
  timestampFilter,
  wordFilter,
} from '../../../platform/list/filters.ts'
import type { StoredIncident } from '../incident.schema.ts'
import { reasonsOf } from '../priority/incident.standing.ts'
import { priorityLifecycle } from '../priority/priority.lifecycle.ts'
import { majorLifecycle } from './major-incident.lifecycle.ts'

// What an incident shows of its priority, of its escalations and of being a major one.

const Reason = Type.Object(
  {
    rule: Type.String(),
    field: Type.String(),
    from: Nullable(Type.Integer()),
    to: Type.Integer(),
    input: Nullable(Type.String({ description: 'What the rule looked at; of an override its reason' })),
  },
  { description: 'One step from impact and urgency as stated to the priority' },
)

export const standingSummary = {
  is_vip: Nullable(Type.Boolean({ description: 'Of the requester' })),
  priority_source: Type.String(),
  major_state: Nullable(Type.String()),
  next_communication_at: Nullable(Timestamp),
  review_state: Nullable(
    Type.String({ description: 'due or done, once an accepted major incident is resolved' }),
  ),
}

const text = Nullable(Type.String())
export const standingDetails = {
  affected_users: Nullable(Type.Integer()),
  effective_impact: Type.Integer(),
  effective_urgency: Type.Integer(),
  priority_reasons: Type.Array(Reason),
  escalated_at: Nullable(Timestamp),
  escalated_to_id: Nullable(Id),
  escalated_to: Nullable(Reference),
  major_rule: text,
  major_reason: text,
  major_decided_at: Nullable(Timestamp),
  major_decided_by: Nullable(Id),
  major_rejection_reason: text,
  commander_id: Nullable(Id),
  commander: Nullable(Reference),
  bridge_url: text,
  communication_audience: text,
  communication_cadence_minutes: Nullable(Type.Integer()),
  last_communication_at: Nullable(Timestamp),
  reviewed_at: Nullable(Timestamp),
  reviewed_by: Nullable(Id),
  review_summary: text,
  review_cause: text,
  review_lessons: text,
  review_actions: text,
}

/** Where the axis begins, the column is empty. */
const STORED_STATES = Object.keys(majorLifecycle.statuses).filter((state) => state !== majorLifecycle.initial)

export const standingFilters = {
  is_vip: pointedFilter('t.requester_id', 'users', booleanFilter('users.is_vip')),
  priority_source: wordFilter('t.priority_source', Object.keys(priorityLifecycle.statuses)),
  affected_users: integerFilter('t.affected_users'),
  escalation_level: integerFilter('t.escalation_level'),
  escalated_to_id: idFilter('t.escalated_to_id'),
  major_state: wordFilter('t.major_state', STORED_STATES),
  commander_id: idFilter('t.commander_id'),
  next_communication_at: timestampFilter('t.next_communication_at'),
  review_state: wordFilter('t.review_state', ['due', 'done']),
}

/** What is the staff's own; how they rank people and whom they call is nobody else's. */
export const STAFF_FIELDS = ['is_vip', 'escalated_at', 'escalated_to_id', 'escalated_to']
  .concat('major_reason', 'major_rejection_reason', 'bridge_url', 'communication_audience')
  .concat('review_summary', 'review_cause', 'review_lessons', 'review_actions')

export const shownReasons = (row: StoredIncident, ctx: Context): Static<typeof Reason>[] =>
  can(ctx, 'incidents.read_internal') ? reasonsOf(row) : []
