import { ChangedFields, defineEvents } from '../../../platform/ledger/events.ts'

export const incidentSettingsEvents = defineEvents('incident_settings', {
  updated: { version: 1, title: 'How incidents are handled was changed', after: ChangedFields },
})
