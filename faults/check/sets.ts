import type { Operation } from '../history.ts'

/** Jepsen's total-queue, for keys that are written once. All four are named by key. */
export interface Sets {
  /** Acknowledged, and not there. */
  lost: string[]
  /** There more than once. */
  duplicated: string[]
  /** There, though nobody asked for it, or though it was refused. */
  unexpected: string[]
  /** Unknown to who asked, and there. */
  recovered: string[]
  /** Some of what one operation writes in one transaction is there, some is not. */
  torn: string[]
}

/** @param present how many effects each key has in the database */
export function compare(operations: Operation[], present: ReadonlyMap<string, number>): Sets {
  const sets: Sets = { lost: [], duplicated: [], unexpected: [], recovered: [], torn: [] }
  const possible = new Set<string>()
  const acknowledged = new Set<string>()
  for (const { keys, outcome } of operations) {
    const there = keys.filter((key) => present.has(key))
    if (there.length > 0 && there.length < keys.length) sets.torn.push(keys[0] as string)
    if (outcome === 'fail') continue
    for (const key of keys) {
      possible.add(key)
      if (outcome === 'ok') acknowledged.add(key)
    }
  }
  for (const key of possible) {
    if (acknowledged.has(key)) {
      if (!present.has(key)) sets.lost.push(key)
    } else if (present.has(key)) sets.recovered.push(key)
  }
  for (const [key, count] of present) {
    if (count > 1) sets.duplicated.push(key)
    if (!possible.has(key)) sets.unexpected.push(key)
  }
  return sets
}

/**
 * Milliseconds from each fault until a write that began after it was acknowledged: how long nobody was served.
 * A fault that nothing was acknowledged after counts up to the end of the history.
 */
export function gapsAfter(faults: number[], operations: Operation[]): number[] {
  const served = operations
    .filter(({ outcome }) => outcome === 'ok')
    .sort((a, b) => (a.ended as number) - (b.ended as number))
  const last = Math.max(0, ...operations.map(({ began, ended }) => ended ?? began))
  return faults.map((at) => (served.find(({ began }) => began >= at)?.ended ?? Math.max(last, at)) - at)
}
