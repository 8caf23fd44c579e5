import { Type } from 'typebox'
import { Id } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

export const followUpEvents = defineEvents('incident', {
  followed_up: {
    version: 1,
    title: 'It came back after closing, and a new incident was opened',
    after: Type.Object({ follow_up_id: Id }),
  },
})
