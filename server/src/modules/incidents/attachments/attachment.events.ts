import { Type } from 'typebox'
import { Id } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

const named = { attachment_id: Id, filename: Type.String(), visibility: Type.String() }

/** Beside the attachment's own: they are part of the incident's course. */
export const attachmentEvents = defineEvents('incident', {
  attached: {
    version: 1,
    title: 'Somebody attached a file',
    after: Type.Object({
      ...named,
      size: Type.Integer(),
      sha256: Type.String(),
    }),
  },
  detached: { version: 1, title: 'Somebody deleted an attached file', after: Type.Object(named) },
})
