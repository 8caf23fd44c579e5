import { sql } from 'kysely'
import { systemContext } from '../context.ts'
import { ENTRIES } from '../ledger/tail.ts'
import type { Door } from '../unit-of-work.ts'
import { createRing, type Entry, type Ring } from './ring.ts'

const RING_SIZE = 20_000
const PAGE = 1000
/** Further back than this nothing is read from the table: a fresh list is cheaper. */
const MAX_REPLAY = 5000

/** What happened in one organization: the newest in memory, what was before in the table. */
export interface History extends Pick<Ring, 'push' | 'newest' | 'forget'> {
  /** Entries after `seq` up to `end`, maybe not all at once; null when nobody can say. */
  between(seq: number, end: number): Promise<Entry[] | null>
  /** Whether `between` has them, as far as is known without reading. */
  reaches(seq: number, end: number): boolean
  /** The newest place in the stream, as the database has it. */
  head(): Promise<number>
}

export function openHistory(organizationId: number, door: Door): History {
  const ctx = systemContext(organizationId, 'live')
  const ring = createRing(RING_SIZE)

  const reaches = (seq: number, end: number) => end - seq <= MAX_REPLAY || ring.after(seq, 0) !== null

  async function between(seq: number, end: number) {
    const recent = ring.after(seq, end - seq)
    if (recent) return recent
    if (!reaches(seq, end)) return null
    const entries = await door.read(ctx, (tx) =>
      tx.all(sql<Entry>`${sql.raw(ENTRIES)} where s.organization_id = ${organizationId}
        and s.stream_seq > ${seq} and s.stream_seq <= ${end} order by s.stream_seq limit ${PAGE}`),
    )
    return entries[0]?.seq === seq + 1 ? entries : null
  }

  async function head() {
    const query = sql<{ seq: number }>`select seq from stream_heads where organization_id = ${organizationId}`
    return (await door.read(ctx, (tx) => tx.maybe(query)))?.seq ?? 0
  }

  return { push: ring.push, newest: ring.newest, forget: ring.forget, reaches, between, head }
}
