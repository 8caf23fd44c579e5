import type { Clock } from '../../server/src/platform/clock.ts'

/** A clock that stands where it was set, and the database's with it. */
export interface ShiftedClock extends Clock {
  set(at: number): void
}

export function shiftedClock(at: number): ShiftedClock {
  let shift = at - Date.now()
  return {
    now: () => new Date(Date.now() + shift),
    databaseOffset: () => `${Math.round(shift)} milliseconds`,
    set: (time) => {
      shift = time - Date.now()
    },
  }
}
