import { Type } from 'typebox'
import { type Context, can } from '../../../platform/context.ts'
import { Problem } from '../../../platform/errors.ts'
import { Closed, Id, Nullable } from '../../../platform/http/schema.ts'
import { defineLifecycle } from '../../../platform/lifecycle/lifecycle.ts'
import { incidentLifecycle } from '../incident.lifecycle.ts'
import type { StoredIncident } from '../incident.schema.ts'

export const MAJOR_STATES = ['proposed', 'accepted', 'rejected'] as const

const OPEN = ['new', 'in_progress', 'on_hold'] as const
const Words = Type.Optional(Type.String({ maxLength: 65_536 }))
const Reason = Type.Optional(Type.String({ maxLength: 2000 }))
const plan = {
  commander_id: Type.Optional(Id),
  bridge_url: Type.Optional(
    Nullable(
      Type.String({
        maxLength: 2000,
        pattern: '^(https?://|tel:|sip:)',
        description: 'Where everybody meets',
      }),
    ),
  ),
  communication_audience: Type.Optional(Type.String({ maxLength: 2000 })),
  communication_cadence_minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 10_080 })),
}

/** What may be done about an incident's priority and its being a major one, which leaves its status as it is. */
export const majorLifecycle = defineLifecycle(incidentLifecycle.statuses)({
  initial: 'new',
  actions: {
    override_priority: {
      title: 'Set the priority by hand',
      from: OPEN,
      to: 'same',
      emits: 'priority_overridden',
      permission: 'incidents.override_priority',
      input: Closed({ priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })), reason: Reason }),
      requires: ['priority', 'reason'],
    },
    reset_priority: {
      title: 'Let the matrix decide the priority again',
      from: OPEN,
      to: 'same',
      emits: 'priority_reset',
      permission: 'incidents.override_priority',
      input: Closed({ reason: Reason }),
    },
    propose_major: {
      title: 'Propose as a major incident',
      from: OPEN,
      to: 'same',
      emits: 'major_proposed',
      permission: 'incidents.work',
      input: Closed({ reason: Reason }),
      requires: ['reason'],
    },
    accept_major: {
      title: 'Accept as a major incident',
      from: [...OPEN, 'resolved'],
      to: 'same',
      emits: 'major_accepted',
      permission: 'incidents.decide_major',
      input: Closed(plan),
      requires: ['commander_id', 'communication_audience', 'communication_cadence_minutes'],
    },
    reject_major: {
      title: 'Reject as a major incident',
      from: [...OPEN, 'resolved'],
      to: 'same',
      emits: 'major_rejected',
      permission: 'incidents.decide_major',
      input: Closed({ reason: Reason }),
      requires: ['reason'],
    },
    plan_major: {
      title: 'Change commander, bridge or communication plan',
      from: OPEN,
      to: 'same',
      emits: 'major_planned',
      permission: 'incidents.decide_major',
      input: Closed(plan),
    },
    communicate_major: {
      title: 'Send a communication update',
      from: OPEN,
      to: 'same',
      emits: 'major_communicated',
      permission: 'incidents.work',
      input: Closed({ message: Words }),
      requires: ['message'],
    },
    review_major: {
      title: 'Write the post-incident review',
      from: ['resolved', 'closed'],
      to: 'same',
      emits: 'major_reviewed',
      permission: 'incidents.work',
      input: Closed({ summary: Words, cause: Words, lessons: Words, actions: Words }),
      requires: ['summary'],
    },
  },
})

export type MajorAction = keyof typeof majorLifecycle.actions

/** Whether there is anything to do for an action on this incident; the button goes with it. */
export const IS_WORTH_OFFERING: Readonly<Record<MajorAction, (row: StoredIncident) => boolean>> = {
  override_priority: () => true,
  reset_priority: ({ priority_source }) => priority_source === 'manual',
  propose_major: ({ major_state }) => major_state === null || major_state === 'rejected',
  accept_major: ({ major_state }) => major_state === 'proposed',
  reject_major: ({ major_state }) => major_state === 'proposed',
  plan_major: ({ major_state }) => major_state === 'accepted',
  communicate_major: ({ major_state }) => major_state === 'accepted',
  review_major: ({ review_state }) => review_state === 'due',
}

/** Ends of an accepted major incident that are not for whoever reported it. */
const NOT_THEIRS = ['resolve', 'close', 'reopen', 'cancel']

/** May the caller do this, or is it a major incident's end and they see their own reports only? */
export const mayRequesterDo = (
  ctx: Context,
  name: string,
  { major_state }: Pick<StoredIncident, 'major_state'>,
) => can(ctx, 'incidents.view_all') || major_state !== 'accepted' || !NOT_THEIRS.includes(name)

export function checkRequesterMay(ctx: Context, name: string, row: StoredIncident) {
  if (mayRequesterDo(ctx, name, row)) return
  throw new Problem(
    403,
    'forbidden',
    `This is a major incident: its end is for those who work on it, not ${name} by its requester.`,
  )
}
