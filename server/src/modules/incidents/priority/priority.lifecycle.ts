import { Type } from 'typebox'
import { Closed } from '../../../platform/http/schema.ts'
import { defineLifecycle } from '../../../platform/lifecycle/lifecycle.ts'
import { OPEN } from '../incident.lifecycle.ts'

const Reason = Type.Optional(Type.String({ maxLength: 2000 }))

/** Who says what the priority is: the matrix, until a person does, until it is given back. */
export const priorityLifecycle = defineLifecycle({ matrix: 'active', manual: 'active' })({
  field: 'priority_source',
  initial: 'matrix',
  actions: {
    override_priority: {
      title: 'Set the priority by hand',
      from: ['matrix', 'manual'],
      to: 'manual',
      where: { status: OPEN },
      emits: 'priority_overridden',
      permission: 'incidents.override_priority',
      input: Closed({ priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })), reason: Reason }),
      requires: ['priority', 'reason'],
    },
    reset_priority: {
      title: 'Let the matrix decide the priority again',
      from: ['manual'],
      to: 'matrix',
      where: { status: OPEN },
      emits: 'priority_reset',
      permission: 'incidents.override_priority',
      input: Closed({ reason: Reason }),
      // What the matrix decides is given back, whether or not it ever was a person's.
      isSettled: () => true,
    },
  },
})

export type PriorityAction = keyof typeof priorityLifecycle.actions
