import { Type } from 'typebox'
import { Id } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

const after = Type.Object({ user_id: Id, user: Type.String() })

export const sessionEvents = defineEvents('session', {
  opened: { version: 1, title: 'Somebody signed in', after },
  closed: { version: 1, title: 'Somebody signed out', after },
  ended: { version: 1, title: 'Sessions of somebody were ended by themselves or by an administrator', after },
  reused: { version: 1, title: 'A refresh token came a second time: stolen, and the session ended', after },
})
