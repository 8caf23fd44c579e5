export type Fields = Readonly<Record<string, unknown>>

/** One ledger row as the stream carries it: which records it concerns, not what they hold. */
export interface Entry {
  organizationId: number
  /** The organization's own gap-free count, in commit order. */
  seq: number
  kind: string
  event: string
  ids: number[]
  /** When its change was written. */
  at: Date
  /** Fields that have another value now, with what they were (null for a long text); null for a new record. */
  before: Fields | null
}

/** The newest entries of one organization, without holes. */
export interface Ring {
  push(entry: Entry, now: number): void
  /** Up to `limit` entries that follow `seq`; null when the ring no longer, or not yet, reaches back that far. */
  after(seq: number, limit: number): Entry[] | null
  newest(): number
  /** Lets go of what was heard before this time. @param time milliseconds, on the clock of push */
  forget(time: number): void
}

const SLACK = 1000 // forgetting one by one would move the whole array each time

export function createRing(size: number): Ring {
  let kept: { entry: Entry; at: number }[] = []
  const newest = () => kept.at(-1)?.entry.seq ?? 0
  return {
    newest,
    push(entry, now) {
      if (kept.length > 0 && entry.seq <= newest()) return
      // A hole means that we missed something: better to know nothing of before, and to ask the table.
      if (kept.length > 0 && entry.seq !== newest() + 1) kept = []
      kept.push({ entry, at: now })
      if (kept.length > size + SLACK) kept.splice(0, SLACK)
    },
    after(seq, limit) {
      const first = kept[0]?.entry.seq
      if (first === undefined || seq < first - 1) return null
      const from = seq + 1 - first
      return kept.slice(from, from + limit).map(({ entry }) => entry)
    },
    forget(time) {
      const fresh = kept.findIndex(({ at }) => at >= time)
      if (fresh !== 0) kept.splice(0, fresh === -1 ? kept.length : fresh)
    },
  }
}

export function countRecords(entries: Entry[]): number {
  return new Set(entries.flatMap(({ kind, ids }) => ids.map((id) => `${kind}:${id}`))).size
}

/** Takes entries from the front until so many records are touched; at least one entry. */
export function chunkOf(entries: Entry[], limits: { entries: number; records: number }): Entry[] {
  const records = new Set<string>()
  for (const [index, { kind, ids }] of entries.entries()) {
    for (const id of ids) records.add(`${kind}:${id}`)
    if (index > 0 && (index >= limits.entries || records.size > limits.records))
      return entries.slice(0, index)
  }
  return entries
}

export const cursorOf = (epoch: number, seq: number) => `e${epoch}:${seq}`

/** undefined for what is no cursor of ours. */
export function parseCursor(text: string): { epoch: number; seq: number } | undefined {
  const match = /^e(\d{1,9}):(\d{1,15})$/.exec(text)
  return match ? { epoch: Number(match[1]), seq: Number(match[2]) } : undefined
}
