import { ChangedFields, defineEvents } from '../../../platform/ledger/events.ts'

export const priorityMatrixEvents = defineEvents('priority_matrix', {
  updated: { version: 1, title: 'What follows from impact and urgency was changed', after: ChangedFields },
})
