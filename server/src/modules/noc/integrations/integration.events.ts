import { Type } from 'typebox'
import { defineEvents } from '../../../platform/ledger/events.ts'

export const integrationEvents = defineEvents('integration', {
  key_rotated: { version: 1, title: 'A new key was minted', after: Type.Object({}) },
})
