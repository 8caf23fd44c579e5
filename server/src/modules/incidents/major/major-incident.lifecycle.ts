import { Type } from 'typebox'
import { type Context, can } from '../../../platform/context.ts'
import { Problem } from '../../../platform/errors.ts'
import { Closed, Id, Nullable } from '../../../platform/http/schema.ts'
import { defineLifecycle } from '../../../platform/lifecycle/lifecycle.ts'
import { OPEN } from '../incident.lifecycle.ts'
import type { StoredIncident } from '../incident.schema.ts'

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

/** The second axis of an incident: whether it is a major one. The decision for it is final. */
export const majorLifecycle = defineLifecycle({
  none: 'new',
  proposed: 'new',
  accepted: 'closed',
  rejected: 'cancelled',
})({
  field: 'major_state',
  initial: 'none',
  actions: {
    propose_major: {
      title: 'Propose as a major incident',
      from: ['none', 'rejected'],
      to: 'proposed',
      where: { status: OPEN },
      emits: 'major_proposed',
      permission: 'incidents.work',
      input: Closed({ reason: Reason }),
      requires: ['reason'],
    },
    accept_major: {
      title: 'Accept as a major incident',
      from: ['proposed'],
      to: 'accepted',
      where: { status: [...OPEN, 'resolved'] },
      emits: 'major_accepted',
      permission: 'incidents.decide_major',
      input: Closed(plan),
      requires: ['commander_id', 'communication_audience', 'communication_cadence_minutes'],
    },
    reject_major: {
      title: 'Reject as a major incident',
      from: ['proposed'],
      to: 'rejected',
      where: { status: [...OPEN, 'resolved'] },
      emits: 'major_rejected',
      permission: 'incidents.decide_major',
      input: Closed({ reason: Reason }),
      requires: ['reason'],
    },
    plan_major: {
      title: 'Change commander, bridge or communication plan',
      from: ['accepted'],
      to: 'same',
      where: { status: OPEN },
      emits: 'major_planned',
      permission: 'incidents.decide_major',
      input: Closed(plan),
    },
    communicate_major: {
      title: 'Send a communication update',
      from: ['accepted'],
      to: 'same',
      where: { status: OPEN },
      emits: 'major_communicated',
      permission: 'incidents.work',
      input: Closed({ message: Words }),
      requires: ['message'],
    },
    review_major: {
      title: 'Write the post-incident review',
      from: ['accepted'],
      to: 'same',
      where: { status: ['resolved', 'closed'] },
      // Written once more it is mended; only the first one is waited for.
      offeredWhere: { review_state: ['due'] },
      emits: 'major_reviewed',
      permission: 'incidents.work',
      input: Closed({ summary: Words, cause: Words, lessons: Words, actions: Words }),
      requires: ['summary'],
    },
  },
})

export type MajorAction = keyof typeof majorLifecycle.actions

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
