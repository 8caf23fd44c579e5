import type { LiveEvent } from './frames.ts'

const LIMIT = 20_000

/** Remembers the newest version seen of each record, so that what a resumed stream repeats is told once. */
export function createKnownVersions() {
  const known = new Map<string, number>()
  return {
    isNews({ k, eid, op, ver }: LiveEvent): boolean {
      const key = `${k}:${eid}`
      const last = known.get(key) ?? -1
      // A tick moves counters without a new version; it is stale only when it is older than the record.
      if (op === 'tick' ? ver < last : ver <= last) return false
      if (known.size >= LIMIT) known.clear()
      known.set(key, ver)
      return true
    },
    forget: () => known.clear(),
  }
}
