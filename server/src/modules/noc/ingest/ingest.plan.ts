import type { AlertSteps } from '../alerts/alert.collapse.ts'
import { decide } from '../alerts/alert.decide.ts'
import { type KnownAlert, stateOf } from '../alerts/alert.row.ts'
import { type AlertPolicy, type AlertState, type Decision, stateAfter } from '../alerts/alert.state.ts'
import type { AlertEvent } from './event.ts'

/** What became of an alert: of all that one body says about it, the first of these counts. */
export type Result = 'created' | 'changed' | 'repeated'

/** What a batch makes of one row: an old one or one to come. */
export interface AlertPlan {
  dedupKey: string
  /** The stored row; null for one that the batch makes. */
  row: KnownAlert | null
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
  previous: KnownAlert | AlertPlan | null
  event: AlertEvent
  /** What each body that spoke of it did to it, by the body's place in the batch. */
  results: Map<number, Result>
}

/** Plays the steps of one alert against its row; pure. @returns a plan for each row that the batch makes or touches */
export function planAlert(
  { dedupKey, steps }: AlertSteps,
  row: KnownAlert | null,
  now: Date,
  policy: AlertPolicy,
): AlertPlan[] {
  const plans: AlertPlan[] = []
  let current: AlertPlan | null = null
  let state = row ? stateOf(row) : null
  for (const { event, count, by } of steps) {
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
    noteResults(current, decision, event, by)
  }
  return plans
}

const RESULTS = { create: 'created', change: 'changed', touch: 'repeated' } as const
const WEIGHT: Record<Result, number> = { created: 2, changed: 1, repeated: 0 }

/** The weightier result of two. */
export const weightier = (a: Result | undefined, b: Result): Result => (a && WEIGHT[a] >= WEIGHT[b] ? a : b)

/** The first of the bodies brought the news; the others repeat it, as they would have one after the other. */
function noteResults(
  { results }: AlertPlan,
  decision: Exclude<Decision, { kind: 'ignore' }>,
  { action }: AlertEvent,
  [first = 0, ...others]: number[],
) {
  results.set(first, weightier(results.get(first), RESULTS[decision.kind]))
  // A resolve of what is over is ignored.
  if (action === 'trigger')
    for (const body of others) results.set(body, weightier(results.get(body), 'repeated'))
}

function noteChange(plan: AlertPlan, decision: Decision & { kind: 'change' }) {
  plan.isChanged = true
  plan.refires += decision.refire ? 1 : 0
  plan.happened.push(...decision.events)
}

const blank = (
  dedupKey: string,
  row: KnownAlert | null,
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
  results: new Map(),
})
