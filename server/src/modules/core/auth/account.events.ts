import { Type } from 'typebox'
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
  password_changed: { ...nothing, title: 'Somebody changed their password' },
})
