import { Type } from 'typebox'
import { Id, Nullable } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

const after = Type.Object({ user_id: Id, member: Type.String(), role: Nullable(Type.String()) })

export const teamEvents = defineEvents('team', {
  member_added: { version: 1, title: 'Somebody became a member, or another kind of member', after },
  member_removed: { version: 1, title: 'Somebody left the team', after },
})
