import { Type } from 'typebox'
import { Nullable, Timestamp } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

const nothing = { version: 1, after: Type.Object({}) }

/** What happens to somebody's account; how they sign in, not what they may do. */
export const accountEvents = defineEvents('user', {
  locked: {
    version: 1,
    title: 'Too many attempts to sign in failed, and further ones must wait',
    after: Type.Object({ by: Type.String({ description: 'password or second_factor' }) }),
  },
  mfa_enabled: { ...nothing, title: 'Somebody turned their second factor on' },
  mfa_disabled: { ...nothing, title: 'A second factor was turned off' },
  recovery_code_used: { ...nothing, title: 'Somebody signed in with a recovery code' },
  invited: { ...nothing, title: 'Somebody was sent a link to choose their first password' },
  reset_requested: { ...nothing, title: 'Somebody was sent a link to choose a new password' },
  password_set: {
    version: 1,
    title: 'Somebody chose a password by a link; their sessions ended',
    after: Type.Object({
      by: Type.String({ description: 'invitation or reset' }),
      invited_at: Type.Optional(Nullable(Timestamp)),
    }),
  },
  password_changed: { ...nothing, title: 'Somebody changed their password' },
})
