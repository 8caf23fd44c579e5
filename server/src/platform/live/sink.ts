import type { CloseCode, Frame } from './frames.ts'

const KIB = 1024
/** Who leaves this much unread is told nothing more until it has drained; the stream itself is its queue. */
const SOFT_LIMIT = 256 * KIB
/** What the answers to its own requests may pile up to. */
const HARD_LIMIT = 1024 * KIB
const DIP_MS = 1000
const STUCK_MS = 30_000
const MAX_BACKLOG = 1000
const MAX_GAPS_A_MINUTE = 3

/** Where frames go: a WebSocket or an event stream. */
export interface Sink {
  send(frame: Frame): void
  /** What the other side can read besides text. */
  agree?(caps: readonly string[]): void
  /** Bytes that the network has not taken yet; asked for every frame. */
  buffered(): number
  /** The other side cannot answer; that it went shows in the socket alone. */
  isOneWay?: boolean
  /** Says that we are here, and asks whether they are. */
  ping(frame: Frame): void
  close(code: CloseCode): void
  /** Lets go at once of one who no longer answers. */
  abort(): void
}

/** How well a reader keeps up. */
export interface Pressure {
  isSlow(): boolean
  /** It has not read for so long that it may be gone. */
  isStuck(): boolean
  /** It asks for more than it reads. */
  isFlooded(): boolean
  /** After a stall: is so much missing that a fresh list is cheaper than telling it? @param records that changed */
  isTooMuch(records: number): boolean
  /** Counts one more gap; who has so many will never keep up. */
  hasTooManyGaps(): boolean
  /** It is level again. */
  relieve(): void
}

export function createPressure(sink: Sink): Pressure {
  let slowSince: number | null = null
  let stalledMs = 0
  let gaps: number[] = []
  const stalledFor = () => (slowSince === null ? 0 : performance.now() - slowSince)
  function isSlow() {
    const bytes = sink.buffered()
    if (slowSince === null && bytes > SOFT_LIMIT) slowSince = performance.now()
    if (slowSince !== null && bytes < SOFT_LIMIT / 2) {
      stalledMs = Math.max(stalledMs, stalledFor())
      slowSince = null
    }
    return slowSince !== null
  }
  return {
    isSlow,
    isStuck: () => isSlow() && stalledFor() > STUCK_MS,
    isFlooded: () => sink.buffered() > HARD_LIMIT,
    isTooMuch: (records) => stalledMs > DIP_MS && records > MAX_BACKLOG,
    hasTooManyGaps() {
      const now = performance.now()
      gaps = [...gaps.filter((at) => now - at < 60_000), now]
      return gaps.length > MAX_GAPS_A_MINUTE
    },
    relieve: () => {
      stalledMs = 0
    },
  }
}
