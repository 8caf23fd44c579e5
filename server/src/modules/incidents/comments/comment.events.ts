import { Type } from 'typebox'
import { Id } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

/** Beside the comment's own creation: it is part of the incident's course. */
export const commentEvents = defineEvents('incident', {
  commented: {
    version: 1,
    title: 'Somebody commented',
    after: Type.Object({ comment_id: Id, visibility: Type.String() }),
  },
})
