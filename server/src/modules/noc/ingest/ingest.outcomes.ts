import { type AlertPlan, type Result, weightier } from './ingest.plan.ts'

/** A plan that was carried out, and the row it made or touched. */
export interface TakenPlan {
  plan: AlertPlan
  id: number
}

/** What became of one alert of a body. */
export interface Outcome {
  id: number
  result: Result
}

/** By identity; a key without an outcome was ignored (late, or already over). */
export type Outcomes = Map<string, Outcome>

/** The outcomes of each body: of several rows of one identity the last that it touched. */
export function outcomesOf(taken: TakenPlan[], bodies: number): Outcomes[] {
  const outcomes = Array.from({ length: bodies }, (): Outcomes => new Map())
  for (const { plan, id } of taken) {
    for (const [body, result] of plan.results) outcomes[body]?.set(plan.dedupKey, { id, result })
  }
  return outcomes
}

/** The outcomes of a body that was taken in parts. */
export function joined(parts: Outcomes[]): Outcomes {
  const all: Outcomes = new Map()
  for (const part of parts) {
    for (const [key, { id, result }] of part)
      all.set(key, { id, result: weightier(all.get(key)?.result, result) })
  }
  return all
}
