/** Where the time comes from. Tests pass their own; nothing else calls Date.now() for a decision. */
export interface Clock {
  now(): Date
  /** What database time is shifted by, as a PostgreSQL interval; null outside tests. */
  databaseOffset(): string | null
}

export const systemClock: Clock = { now: () => new Date(), databaseOffset: () => null }
