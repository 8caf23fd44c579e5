import type { Lane } from './workshop.ts'

/** Something that happened at a time. */
export interface Happening {
  at: number
  /** Happenings of one key come one after the other, in the order given. */
  keys: readonly unknown[]
  /** Waits for everything before it, and everything after waits for it. */
  isAlone?: boolean
  run(lane: Lane): Promise<unknown>
}

/** Lets everything happen in the order of its time, several at once where they do not concern the same. */
export async function play(happenings: Happening[], lanes: Lane[], told: (share: number) => void) {
  const ordered = happenings.toSorted((a, b) => a.at - b.at)
  const tails = new Map<unknown, Promise<void>>()
  const free = [...lanes]
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []

  async function perform({ at, keys, run }: Happening, lane: Lane) {
    await Promise.all(keys.map((key) => tails.get(key)))
    if (failures.length > 0) return
    lane.clock.set(at)
    await run(lane)
  }

  for (const [place, happening] of ordered.entries()) {
    if (happening.isAlone) await Promise.all(running)
    while (free.length === 0) await Promise.race(running)
    if (failures.length > 0) break
    const lane = free.pop() as Lane
    const done = perform(happening, lane)
      .catch((error) => void failures.push(error))
      .finally(() => {
        free.push(lane)
        running.delete(done)
      })
    running.add(done)
    for (const key of happening.keys) tails.set(key, done)
    if (happening.isAlone) await done
    if (place % 5000 === 4999) told(place / ordered.length)
  }
  await Promise.all(running)
  if (failures.length > 0) throw failures[0]
}
