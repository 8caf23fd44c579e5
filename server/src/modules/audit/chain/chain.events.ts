import { Type } from 'typebox'
import { defineEvents } from '../../../platform/ledger/events.ts'

export const ledgerEvents = defineEvents('ledger', {
  restored: {
    version: 1,
    title: 'A backup was restored: the stream goes on from its end, under a new epoch',
    after: Type.Object({
      sequence: Type.Integer({ description: 'The last one that the backup had' }),
    }),
  },
})
