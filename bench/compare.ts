import { setTimeout as sleep } from 'node:timers/promises'
import type { Aim, Lane, Result, Sample } from './result.ts'
import { type Stage, untilSealed, withoutProduct } from './stage.ts'

export interface Comparison {
  scenario: string
  work: string
  aims: Aim[]
  /** Each measures once; those other than ours run while the product stands still. */
  lanes: Partial<Record<Lane, () => Promise<Sample>>>
  /** Once, before the first run. */
  warm?: Partial<Record<Lane, () => Promise<unknown>>>
}

const SETTLE_MS = 300

/** Measures the lanes in turns, A B C A B C, so that what disturbs the machine disturbs all of them. */
export async function compare(
  stage: Stage,
  { scenario, work, aims, lanes, warm = {} }: Comparison,
): Promise<Result> {
  const { options, say } = stage.bench
  const all = Object.entries(lanes) as [Lane, () => Promise<Sample>][]
  const inPlace = async <T>(lane: Lane, measure: () => Promise<T>) => {
    const outcome = await (lane === 'ours' ? measure() : withoutProduct(stage, measure))
    await untilSealed(stage)
    await sleep(SETTLE_MS)
    return outcome
  }
  for (const [lane] of all) {
    const first = warm[lane]
    if (first) await inPlace(lane, first)
  }
  const result: Result = { scenario, work, unit: '/s', lanes: {}, aims }
  for (let run = 1; run <= options.runs; run++) {
    for (const [lane, measure] of all) {
      const sample = await inPlace(lane, measure)
      result.lanes[lane] = [...(result.lanes[lane] ?? []), sample]
      say(`  ${work}, run ${run}, ${lane}: ${Math.round(sample.value)}/s`)
    }
  }
  return result
}
