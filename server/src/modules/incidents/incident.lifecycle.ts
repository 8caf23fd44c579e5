import { Type } from 'typebox'
import { AnyCase, Closed, Id, Nullable, Timestamp } from '../../platform/http/schema.ts'
import { defineLifecycle } from '../../platform/lifecycle/lifecycle.ts'

export const HOLD_REASONS = [
  'awaiting_caller',
  'awaiting_change',
  'awaiting_problem',
  'awaiting_vendor',
  'awaiting_evidence',
  'scheduled',
] as const

export type HoldReason = (typeof HOLD_REASONS)[number]

/** How an incident came to its end. */
export const RESOLUTION_CODES = [
  'fixed',
  'workaround',
  'self_recovered',
  'user_guidance',
  'known_error',
  'duplicate',
  'not_reproducible',
] as const

export const ESCALATION_KINDS = ['functional', 'hierarchical'] as const

export const OPEN = ['new', 'in_progress', 'on_hold'] as const
const Reason = Type.Optional(Type.String({ maxLength: 2000 }))
const Comment = Type.Optional(Type.String({ maxLength: 65_536 }))
const Outside = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))

export const incidentLifecycle = defineLifecycle({
  new: 'new',
  in_progress: 'active',
  on_hold: 'hold',
  resolved: 'resolved',
  closed: 'closed',
  cancelled: 'cancelled',
})({
  field: 'status',
  initial: 'new',
  actions: {
    acknowledge: {
      title: 'Acknowledge',
      from: ['new', 'in_progress'],
      to: 'in_progress',
      emits: 'acknowledged',
      permission: 'incidents.work',
      input: Closed({ comment: Comment }),
      // Again it changes nothing.
      offeredWhere: { acknowledged_at: [null] },
    },
    assign: {
      title: 'Assign to a person or a team',
      from: OPEN,
      to: { new: 'in_progress', in_progress: 'in_progress', on_hold: 'on_hold' },
      emits: 'assigned',
      permission: 'incidents.assign',
      input: Closed({
        assignee_id: Type.Optional(Nullable(Id)),
        team_id: Type.Optional(Nullable(Id)),
        comment: Comment,
      }),
      requiresIf: [
        // A team that has begun is told why it is to stop.
        {
          field: 'team_id',
          isReplaced: true,
          where: { status: ['in_progress', 'on_hold'] },
          requires: ['comment'],
        },
      ],
    },
    hold: {
      title: 'Put on hold',
      from: ['in_progress'],
      to: 'on_hold',
      emits: 'held',
      permission: 'incidents.work',
      input: Closed({
        hold_reason: Type.Optional(AnyCase(HOLD_REASONS)),
        hold_until: Type.Optional(Nullable(Timestamp)),
        change_reference: Outside,
        problem_reference: Outside,
        comment: Comment,
      }),
      requires: ['hold_reason'],
      requiresIf: [
        { field: 'hold_reason', is: ['awaiting_caller'], requires: ['comment'] },
        { field: 'hold_reason', is: ['awaiting_change'], requires: ['change_reference'] },
        { field: 'hold_reason', is: ['awaiting_problem'], requires: ['problem_reference'] },
        { field: 'hold_reason', is: ['scheduled'], requires: ['hold_until'] },
      ],
    },
    resume: {
      title: 'Resume work',
      from: ['on_hold'],
      to: 'in_progress',
      emits: 'resumed',
      permission: 'incidents.work',
      input: Closed({ comment: Comment }),
      isSettled: ({ resumed_at }) => Boolean(resumed_at),
    },
    escalate: {
      title: 'Escalate',
      from: OPEN,
      to: 'same',
      emits: 'escalated',
      permission: 'incidents.escalate',
      input: Closed({
        reason: Reason,
        kind: Type.Optional(AnyCase(ESCALATION_KINDS)),
        team_id: Type.Optional(Id),
        user_id: Type.Optional(Id),
      }),
      requires: ['reason'],
    },
    resolve: {
      title: 'Resolve',
      from: OPEN,
      to: 'resolved',
      emits: 'resolved',
      permission: 'incidents.resolve',
      input: Closed({
        resolution_code: Type.Optional(AnyCase(RESOLUTION_CODES)),
        resolution_notes: Type.Optional(Type.String({ maxLength: 65_536 })),
        resolve_children: Type.Optional(Type.Boolean()),
      }),
      requires: ['resolution_code', 'resolution_notes'],
    },
    close: {
      title: 'Close',
      from: ['resolved'],
      to: 'closed',
      emits: 'closed',
      permission: 'incidents.close',
      input: Closed({ comment: Comment }),
    },
    reopen: {
      title: 'Reopen',
      from: ['resolved'],
      to: 'in_progress',
      emits: 'reopened',
      permission: 'incidents.reopen',
      input: Closed({ reason: Reason }),
      requires: ['reason'],
      isSettled: ({ reopened_at }) => Boolean(reopened_at),
      instead: { closed: 'a closed incident stays closed: POST follow_up/ opens a new one, linked to it.' },
    },
    cancel: {
      title: 'Cancel',
      from: OPEN,
      to: 'cancelled',
      emits: 'cancelled',
      permission: 'incidents.cancel',
      input: Closed({ reason: Reason, duplicate_of_id: Type.Optional(Nullable(Id)) }),
      requires: ['reason'],
    },
  },
})

export type IncidentAction = keyof typeof incidentLifecycle.actions
export type IncidentStatus = keyof typeof incidentLifecycle.statuses
