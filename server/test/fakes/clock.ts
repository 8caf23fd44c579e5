import type { Clock } from '../../src/platform/clock.ts'

/** A clock that runs as usual until it is moved; the database's time moves along. */
export class FakeClock implements Clock {
  #offsetSeconds = 0

  now() {
    return new Date(Date.now() + this.#offsetSeconds * 1000)
  }

  databaseOffset() {
    return this.#offsetSeconds === 0 ? null : `${this.#offsetSeconds} seconds`
  }

  advance({ seconds = 0, minutes = 0, hours = 0 }: { seconds?: number; minutes?: number; hours?: number }) {
    this.#offsetSeconds += seconds + minutes * 60 + hours * 3600
  }
}
