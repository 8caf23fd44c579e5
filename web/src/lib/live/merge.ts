import type { LiveEvent } from './frames.ts'

interface Versioned {
  id: number
  version: number
}

/**
 * The list after a live event; the same array when nothing in it changed, so that React has nothing to do.
 * Order stays (rows must not jump under a hand); a record that the list does not hold is left to the caller.
 */
export function mergeEvent<T extends Versioned>(records: readonly T[], event: LiveEvent): readonly T[] {
  const index = records.findIndex(({ id }) => id === event.eid)
  const record = records[index]
  if (!record || event.ver < record.version) return records
  if (event.op === 'leave' || event.op === 'delete') return records.toSpliced(index, 1)
  return records.with(index, { ...record, ...event.d })
}
