import type { AlertSteps } from '../alerts/alert.collapse.ts'
import { decide } from '../alerts/alert.decide.ts'
import { type StoredAlert, stateOf } from '../alerts/alert.row.ts'
import { type AlertPolicy, type AlertState, type Decision, stateAfter } from '../alerts/alert.state.ts'
import type { AlertEvent } from './event.ts'

/** What a batch makes of one row: an old one or one to come. */
export interface AlertPlan {
  dedupKey: string
  /** The stored row; null for one that the batch makes. */
  row: StoredAlert | null
  state: AlertState
  /** How often it was heard of in this batch. */
  heard: number
  refires: number
  /** What happened, for both histories; empty for a mere repeat. */
  happened: string[]
  /** Whether the record has a new version. */
  isChanged: boolean
  isOrphan: boolean
  /** What came before a new row: a stored one, or one of this batch. */
  previous: StoredAlert | AlertPlan | null
  event: AlertEvent
}

/** Plays the steps of one alert against its row; pure. @returns a plan for each row that the batch makes or touches */
export function planAlert(
  { dedupKey, steps }: AlertSteps,
  row: StoredAlert | null,
  now: Date,
  policy: AlertPolicy,
): AlertPlan[] {
  const plans: AlertPlan[] = []
  let current: AlertPlan | null = null
  let state = row ? stateOf(row) : null
  for (const { event, count } of steps) {
    const decision = decide(state, event, now, policy)
    if (decision.kind === 'ignore') continue
    state = stateAfter(state, decision) as AlertState
    if (decision.kind === 'create') {
      const previous: AlertPlan['previous'] = decision.linkPrevious ? (current ?? row) : null
      current = {
        ...blank(dedupKey, null, state, event),
        isOrphan: decision.orphanResolve,
        previous,
        happened: ['created'],
        isChanged: true,
      }
      plans.push(current)
    } else if (!current) {
      current = blank(dedupKey, row, state, event)
      plans.push(current)
    }
    current.state = state
    current.heard += event.action === 'trigger' ? count : 0
    if (decision.kind === 'change') noteChange(current, decision)
  }
  return plans
}

function noteChange(plan: AlertPlan, decision: Decision & { kind: 'change' }) {
  plan.isChanged = true
  plan.refires += decision.refire ? 1 : 0
  plan.happened.push(...decision.events)
}

const blank = (
  dedupKey: string,
  row: StoredAlert | null,
  state: AlertState,
  event: AlertEvent,
): AlertPlan => ({
  dedupKey,
  row,
  state,
  event,
  heard: 0,
  refires: 0,
  happened: [],
  isChanged: false,
  isOrphan: false,
  previous: null,
})
