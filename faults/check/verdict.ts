import type { History } from '../history.ts'
import type { Load } from '../load/writers.ts'
import { NOTHING, type PartReport } from '../report.ts'
import type { Child } from '../stack/child.ts'
import type { Inspector } from '../stack/cluster.ts'
import { countEffects } from './effects.ts'
import { findBroken } from './invariants.ts'
import { compare, gapsAfter } from './sets.ts'

export interface Verdict {
  part: string
  run: string
  database: Inspector
  children: Child[]
  history: History
  load: Load
  /** When the faults came that somebody had to notice. */
  faultsAt: number[]
  longestGap?: number
  counted: Record<string, number>
  failures: string[]
  worstTakeover?: number
}

const some = (keys: string[]) => `${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ' …' : ''}`

/** What the process that answered so wrote into its log. */
function reasonFor(answer: string, children: Child[]): string {
  const id = /"request_id":"([^"]+)"/.exec(answer)?.[1] ?? 'none'
  const line = children.flatMap((child) => child.output().split('\n')).find((text) => text.includes(id))
  return line ? `; its log: ${line.slice(0, 1000)}` : ''
}

/** Compares what the clients were told with what the database has. Call it when the load has stopped. */
export async function judge(verdict: Verdict): Promise<PartReport> {
  const {
    part,
    run,
    database,
    children,
    history,
    load,
    faultsAt,
    longestGap = Number.POSITIVE_INFINITY,
    counted,
    worstTakeover = null,
  } = verdict
  const faults = history.faults()
  const operations = history.close()
  const sets = compare(operations, await countEffects(database, run))
  const worstGap = Math.max(0, ...gapsAfter(faultsAt, operations))
  const crashes = children
    .filter((child) => child.crashes() > 0)
    .map((child) => `a process ended by itself: ${child.output().slice(-1000)}`)
  const all = { ...faults, ...counted }
  const failures = [
    ...verdict.failures,
    ...(['lost', 'duplicated', 'unexpected', 'torn'] as const).flatMap((set) =>
      sets[set].length > 0 ? [`${sets[set].length} ${set}: ${some(sets[set])}`] : [],
    ),
    ...(await findBroken(database)),
    ...load.answers.wrong.map(
      (answer) => `an answer that no fault excuses: ${answer}${reasonFor(answer, children)}`,
    ),
    ...(worstGap > longestGap
      ? [`nobody was served for ${worstGap} ms; at most ${longestGap} are allowed`]
      : []),
    ...crashes,
    // A fault that did not happen proves nothing.
    ...Object.entries(all).flatMap(([what, count]) => (count === 0 ? [`void: no ${what}`] : [])),
  ]
  return {
    ...NOTHING,
    part,
    operations: operations.length,
    acknowledged: operations.filter(({ outcome }) => outcome === 'ok').length,
    unknown: operations.filter(({ outcome }) => outcome === 'unknown').length,
    ...{ recovered: sets.recovered.length, lost: sets.lost.length },
    ...{ duplicated: sets.duplicated.length, unexpected: sets.unexpected.length },
    ...{ worstGap, worstTakeover, counted: all, failures },
  }
}
