import { setTimeout as sleep } from 'node:timers/promises'
import { seeded } from '../../faults/random.ts'
import { peopleOf, Refusal, type RunningDemo } from '../people.ts'
import type { World } from '../world/world.ts'
import { moveAlerts } from './alerts.ts'
import { report, workOnSomething } from './desk.ts'
import { tellAboutMajor } from './major.ts'

interface Habit {
  /** Seconds from one time to the next, on the average. */
  every: number
  turn(): Promise<string | null>
}

/** People and sources at work until the signal: alerts come and go, incidents are reported and worked on. */
export async function live(
  demo: RunningDemo,
  world: World,
  signal: AbortSignal,
  say: (line: string) => void,
  speed = 1,
) {
  const random = seeded(Date.now() >>> 0)
  const people = peopleOf(demo)
  const habits: Habit[] = [
    { every: 4, turn: () => moveAlerts(demo, world, people, random) },
    { every: 7, turn: () => workOnSomething(demo, people, random) },
    { every: 60, turn: () => tellAboutMajor(people, random) },
    { every: 45, turn: () => report(demo, world, people, random) },
  ]
  await Promise.all(
    habits.map(async ({ every, turn }) => {
      while (!signal.aborted) {
        const pause = ((0.4 + 1.2 * random.next()) * every * 1000) / speed
        await sleep(pause, undefined, { signal }).catch(() => {})
        if (signal.aborted) return
        await attempt(turn, say)
      }
    }),
  )
}

/** Somebody else may have been faster, and the product may just be restarting: that is life. */
async function attempt(turn: Habit['turn'], say: (line: string) => void) {
  try {
    const told = await turn()
    if (told) say(told)
  } catch (error) {
    const isExpected = error instanceof Refusal || (error as Error).message === 'fetch failed'
    if (!isExpected) throw error
    say(`(${(error as Error).message})`)
  }
}
