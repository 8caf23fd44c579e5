import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { PartReport } from '../report.ts'

export interface PartOptions {
  seed: number
  random: Random
  /** A long run has this many faults of each kind. */
  cycles: number
  /** How many events the live reader has to keep up with. */
  events: number
  /** Where histories go. */
  folder: string
  control: Control | null
  say(line: string): void
}

/** Products, readers and settings that are broken on purpose: the checker must find each. */
export const CONTROLS = [
  'async-commit',
  'early-answer',
  'id-reader',
  'exit-on-sigterm',
  'redis-alone',
  'no-keys',
] as const
export type Control = (typeof CONTROLS)[number]

export type Part = (options: PartOptions) => Promise<PartReport>

/** Milliseconds until a look gives something; undefined when it never did. */
export async function timeUntil(ms: number, look: () => Promise<unknown>): Promise<number | undefined> {
  const began = performance.now()
  while (performance.now() - began < ms) {
    if (await look()) return performance.now() - began
    await sleep(50)
  }
  return undefined
}
