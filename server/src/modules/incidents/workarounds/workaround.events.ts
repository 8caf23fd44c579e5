import { Type } from 'typebox'
import { Id, Nullable } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

/** Beside the workaround's own creation: it is part of the incident's course. */
export const workaroundEvents = defineEvents('incident', {
  worked_around: {
    version: 1,
    title: 'Somebody wrote down a workaround',
    after: Type.Object({ workaround_id: Id, outcome: Nullable(Type.String()) }),
  },
})
