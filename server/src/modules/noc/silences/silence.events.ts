import { Type } from 'typebox'
import { Timestamp } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

const span = { starts_at: Timestamp, ends_at: Timestamp }
const words = { created_by: Type.String(), comment: Type.String() }

export const silenceEvents = defineEvents('silence', {
  created: {
    version: 1,
    title: 'Somebody silenced what these matchers fit',
    after: Type.Object({ matchers: Type.Unknown(), ...span, ...words }),
  },
  updated: {
    version: 1,
    title: 'Somebody changed when it is silent, or the words to it',
    after: Type.Object({ ...span, ...words }),
  },
  expired: { version: 1, title: 'Somebody ended the silence', after: Type.Object(span) },
})
