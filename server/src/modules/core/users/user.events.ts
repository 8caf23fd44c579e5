import { Type } from 'typebox'
import { Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

export const userEvents = defineEvents('user', {
  limited: {
    version: 1,
    title: 'What somebody sees was limited to clients',
    after: Type.Object({ client_ids: Type.Array(Id) }),
  },
  password_reset: {
    version: 1,
    title: 'The operator of the installation set a new password',
    after: Type.Object({ invited_at: Type.Optional(Nullable(Timestamp)) }),
  },
})
