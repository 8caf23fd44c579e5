import { Type } from 'typebox'
import { Id } from '../../../platform/http/schema.ts'
import { ChangedFields, defineEvents } from '../../../platform/ledger/events.ts'

const after = Type.Object({ count: Type.Integer() })

/** What happens to batches says which alerts and how many; each alert's own history says what. */
export const alertEvents = defineEvents('alert', {
  ingested: {
    version: 1,
    title: 'A source told of alerts',
    after: Type.Record(Type.String(), Type.Array(Id), { description: 'what happened, and to which of them' }),
  },
  expired: { version: 1, title: 'Alerts were not heard of in time', after },
  suppressed: { version: 1, title: 'A silence began to hold alerts back', after },
  unsuppressed: { version: 1, title: 'Nothing holds the alerts back any more', after },
  linked: { version: 1, title: 'An incident was opened from them', after: ChangedFields },
})
