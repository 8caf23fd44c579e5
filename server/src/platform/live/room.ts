import type { Logger } from 'pino'
import type { Pacer } from '../pacer.ts'
import type { Door } from '../unit-of-work.ts'
import { touchedBy } from './compose.ts'
import type { Connection } from './connection.ts'
import { fanOut } from './fan-out.ts'
import { type History, openHistory } from './history.ts'
import type { LiveMetrics } from './live.metrics.ts'
import { type Reader, type Reading, rememberReadings } from './reader.ts'
import { chunkOf, countRecords, cursorOf, type Entry, parseCursor } from './ring.ts'
import { gatherTicks, type Ticks } from './ticks.ts'

/** Twice as long as the last batch took, within these: the more sockets, the fewer and larger their messages. */
const COLLECT_MS = { least: 25, most: 50 }
const RETRY_MS = 500
const CHUNK = { entries: 100, records: 1000 }
const KEPT_MS = 10 * 60_000

export interface RoomParts {
  door: Door
  reader: Reader
  log: Logger
  metrics: LiveMetrics
  pacer: Pacer
}

/** One organization's part of the stream, and those in this process who listen to it. */
export interface Room {
  readonly parts: RoomParts
  readonly connections: Set<Connection>
  readonly history: Pick<History, 'between'>
  /** The place up to which the stream has been handed out. */
  sent(): number
  cursor(seq: number): string
  /** What was touched between these places, read once for all who are told the same stretch. @param to null for a reading of one's own */
  reading(from: number, to: number | null): Reading
  accept(entry: Entry): void
  tick(ticks: Ticks): void
  /** Ticks may have been missed, nobody knows of which records. */
  missedTicks(): void
  /** The place to replay from, or why that cannot be. */
  resume(cursor: string): Promise<number | 'epoch' | 'history'>
  /** Forgets what is old. @returns whether nobody has been here for as long as the ring reaches */
  tidy(): boolean
}

/** Resolves once the room knows the head of its stream; it must be accepting entries before that. */
export function openRoom(organizationId: number, epoch: number, parts: RoomParts) {
  const { metrics, pacer } = parts
  const history = openHistory(organizationId, parts.door)
  const connections = new Set<Connection>()
  const reading = rememberReadings(parts.reader)
  const ticking = gatherTicks()
  let sent = 0
  let isReady = false
  let isBusy = false
  let lastFanOut = 0
  let collectMs = COLLECT_MS.least
  let lastSeen = performance.now()
  let timer: NodeJS.Timeout | undefined
  const cursor = (seq: number) => cursorOf(epoch, seq)

  /** A lone change goes out at once, a stream of them in batches. */
  function schedule(least = 0) {
    const waiting = history.newest() - sent
    if (!isReady || isBusy || timer || (waiting <= 0 && ticking.size() === 0)) return
    const rest = waiting >= CHUNK.entries ? 0 : lastFanOut + collectMs - performance.now()
    timer = setTimeout(run, Math.max(least, rest))
  }

  async function run() {
    timer = undefined
    isBusy = true
    lastFanOut = performance.now()
    let pause = 0
    try {
      if (history.newest() > sent) await fanOutEntries()
      if (ticking.size() > 0) await fanOutTicks()
    } catch (error) {
      parts.log.warn({ err: error }, 'live fan-out failed, trying again')
      pause = RETRY_MS
    }
    collectMs = Math.min(COLLECT_MS.most, Math.max(COLLECT_MS.least, 2 * (performance.now() - lastFanOut)))
    isBusy = false
    schedule(pause)
  }

  async function fanOutEntries() {
    const found = await history.between(sent, history.newest())
    const entries = found && chunkOf(found, CHUNK)
    const to = entries?.at(-1)?.seq ?? history.newest()
    if (entries) {
      await fanOut(room, { from: sent, to, touched: touchedBy(entries) })
      metrics.conflated.inc(entries.flatMap(({ ids }) => ids).length - countRecords(entries))
      metrics.age.observe(Math.max(0, Date.now() - Math.min(...entries.map(({ at }) => at.getTime()))) / 1000)
    }
    sent = to
    // Whoever could not be told now lags, and learns it from the history or as a gap.
    await pacer.each([...connections], (connection) => connection.catchUp())
  }

  async function fanOutTicks() {
    const touched = ticking.take()
    if (await fanOut(room, { from: sent, to: sent, touched, isTick: true })) return
    for (const [kind, records] of touched) ticking.add(kind, records === 'all' ? records : records.keys())
    throw new Error('ticks could not be read')
  }

  async function resume(text: string) {
    const asked = parseCursor(text)
    if (asked?.epoch !== epoch) return 'epoch'
    // Another process may have been ahead of this one.
    if (asked.seq > sent && asked.seq > (await history.head())) return 'epoch'
    return history.reaches(asked.seq, sent) ? Math.min(asked.seq, sent) : 'history'
  }

  const room: Room = {
    parts,
    connections,
    history,
    cursor,
    reading,
    sent: () => sent,
    resume,
    accept(entry) {
      history.push(entry, performance.now())
      schedule()
    },
    tick({ kind, ids }) {
      ticking.add(kind, ids)
      schedule()
    },
    missedTicks() {
      ticking.miss()
      schedule()
    },
    tidy() {
      const now = performance.now()
      if (connections.size > 0) lastSeen = now
      history.forget(now - KEPT_MS)
      return now - lastSeen > KEPT_MS
    },
  }
  const ready = history.head().then((seq) => {
    sent = seq
    isReady = true
    schedule()
  })
  return { room, ready }
}
