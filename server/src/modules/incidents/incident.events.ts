import { ChangedFields, defineEvents } from '../../platform/ledger/events.ts'

export const incidentEvents = defineEvents('incident', {
  begun: { version: 1, title: 'Work began because it began on the parent', after: ChangedFields },
})
