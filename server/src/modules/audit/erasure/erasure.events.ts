import { Type } from 'typebox'
import { defineEvents } from '../../../platform/ledger/events.ts'

export const erasureEvents = defineEvents('user', {
  erased: {
    version: 1,
    title: 'A person was erased: their texts left their record and the audit trail',
    after: Type.Object({}),
  },
})
