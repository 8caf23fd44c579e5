import { Type } from 'typebox'
import { Closed, Id } from '../../../platform/http/schema.ts'
import { defineLifecycle } from '../../../platform/lifecycle/lifecycle.ts'

const Comment = Type.Optional(Type.String({ maxLength: 65_536 }))
const OPEN = ['open', 'acknowledged'] as const

/** What people do with an alert. It moves the workflow axis only: what the source says is another. */
export const alertLifecycle = defineLifecycle({ open: 'new', acknowledged: 'active', resolved: 'resolved' })({
  field: 'workflow',
  initial: 'open',
  actions: {
    ack: {
      title: 'Acknowledge',
      from: ['open'],
      to: 'acknowledged',
      emits: 'acknowledged',
      permission: 'noc:ack',
      input: Closed({ comment: Comment }),
    },
    unack: {
      title: 'Take the acknowledgement back',
      from: ['acknowledged'],
      to: 'open',
      emits: 'unacknowledged',
      permission: 'noc:ack',
      input: Closed({ comment: Comment }),
      isSettled: ({ acknowledged_at }) => Boolean(acknowledged_at),
    },
    assign: {
      title: 'Assign to a person or a team',
      from: OPEN,
      to: 'same',
      emits: 'assigned',
      permission: 'noc:ack',
      input: Closed({ user_id: Type.Optional(Id), team_id: Type.Optional(Id), comment: Comment }),
    },
    escalate: {
      title: 'Escalate',
      from: OPEN,
      to: 'same',
      emits: 'escalated',
      permission: 'noc:escalate',
      input: Closed({
        reason: Type.Optional(Type.String({ maxLength: 2000 })),
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
      permission: 'noc:ack',
      input: Closed({ notes: Type.Optional(Type.String({ maxLength: 65_536 })) }),
      requires: ['notes'],
    },
  },
})

export type AlertAction = keyof typeof alertLifecycle.actions
