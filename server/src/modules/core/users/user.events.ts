import { Type } from 'typebox'
import { Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

export const userEvents = defineEvents('user', {
  limited: {
    version: 1,
    title: 'What somebody sees was limited to clients',
    after: Type.Object({ client_ids: Type.Array(Id) }),
  },
  anonymised: {
    version: 1,
    title: 'Who it was left the record for good; the former names are not told',
    after: Type.Object({
      username: Type.String(),
      email: Type.String(),
      display_name: Type.String(),
      phone: Nullable(Type.String()),
      mobile_phone: Nullable(Type.String()),
      is_active: Type.Boolean(),
    }),
  },
  viewed_as: {
    version: 1,
    title: 'Somebody began to see the product as this person does',
    after: Type.Object({ session_id: Id }),
  },
  password_reset: {
    version: 1,
    title: 'The operator of the installation set a new password',
    after: Type.Object({ invited_at: Type.Optional(Nullable(Timestamp)) }),
  },
})
