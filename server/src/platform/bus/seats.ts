import { randomUUID } from 'node:crypto'
import type { Bus } from './bus.ts'

export interface Seats {
  /** @returns how to give the seat back; undefined when the holder has all of theirs */
  take(holder: string): Promise<(() => void) | undefined>
  /** Says of all taken ones that they still are, to be called every few seconds. */
  keep(): void
}

/** Gives out up to `limit` seats per holder: in this process, and with a bus in all of them together. */
export function createSeats(limit: number, bus: Bus | null): Seats {
  const taken = new Map<string, Set<string>>()
  return {
    async take(holder) {
      const own = taken.get(holder) ?? new Set()
      if (own.size >= limit) return undefined
      const seat = randomUUID()
      taken.set(holder, own.add(seat))
      const leave = () => {
        own.delete(seat)
        if (own.size === 0 && taken.get(holder) === own) taken.delete(holder)
        bus?.leaveSeat(holder, seat)
      }
      if (!bus || (await bus.takeSeat(holder, seat, limit))) return leave
      leave()
      return undefined
    },
    keep: () =>
      bus?.keepSeats(
        [...taken].flatMap(([holder, seats]) => [...seats].map((seat) => [holder, seat] as const)),
      ),
  }
}
