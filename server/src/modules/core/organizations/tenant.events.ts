import { Type } from 'typebox'
import { Id } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

/** What superusers do with other organizations than their own; the id is that of the other's root. */
export const tenantEvents = defineEvents('tenant', {
  founded: {
    version: 1,
    title: 'A superuser made an organization; told where they are at home',
    after: Type.Object({ name: Type.String(), administrator: Type.String() }),
  },
  entered: {
    version: 1,
    title: 'A superuser entered an organization; told there and where they are at home',
    after: Type.Object({ name: Type.String(), session_id: Id }),
  },
})
