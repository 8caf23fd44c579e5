import { Type } from 'typebox'
import { defineEvents, lifecycleEvents } from '../../../platform/ledger/events.ts'
import { majorLifecycle } from './major-incident.lifecycle.ts'

const ofRules = defineEvents('incident', {
  major_proposed: {
    version: 1,
    title: 'Somebody or a rule proposed it as a major incident',
    after: Type.Object({ major_state: Type.String(), major_rule: Type.Unknown() }),
  },
})

export const { major_proposed: proposedByRule } = ofRules
export const majorEvents = { ...lifecycleEvents('incident', majorLifecycle), ...ofRules }
