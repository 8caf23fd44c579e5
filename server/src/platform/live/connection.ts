import type { Context } from '../context.ts'
import { compose, gapFrame, packEvents, touchedBy } from './compose.ts'
import { byeFrame, CLOSE, type CloseCode, type Frame, type GapReason } from './frames.ts'
import { chunkOf, countRecords } from './ring.ts'
import type { Room } from './room.ts'
import { createPressure, type Sink } from './sink.ts'
import { createSubscriptions, type Standing, type Subscription, type Subscriptions } from './subscriptions.ts'

const CHUNK = { entries: 5000, records: 200 }
const MAX_GAPS_A_MINUTE = 3

/** One listener of a room. It keeps no queue: who does not keep up lags, and is later told the newest state of what changed. */
export interface Connection {
  readonly subscriptions: Subscriptions
  say(frame: Frame): void
  /** Says goodbye and closes. */
  end(code: CloseCode, retryMs?: number): void
  /** The socket is gone. */
  abandon(): void
  /** Everything up to here has been told. */
  cursor(): string
  /** Who can be told now what happened between these places. */
  standing(from: number, to: number): Standing | null
  /** Sends what was made for a standing, unless that is no longer ours. */
  take(key: string, frames: Frame[], from: number, to: number): void
  catchUp(): void
  changeRights(ctx: Context): void
}

export function createConnection(room: Room, sink: Sink): Connection {
  const { reader, metrics, log } = room.parts
  const subscriptions = createSubscriptions()
  const pressure = createPressure(sink)
  let slowGaps: number[] = []
  let isOpen = true
  let isCatchingUp = false
  let hasFailed = false

  function say(frame: Frame) {
    if (pressure.isFlooded()) end(CLOSE.slow)
    else if (isOpen) sink.send(frame)
  }

  function end(code: CloseCode, retryMs?: number) {
    if (!isOpen) return
    isOpen = false
    sink.send(byeFrame(code, retryMs))
    sink.close(code)
  }

  function gap(why: GapReason, concerned: Iterable<Subscription>, to = room.sent()) {
    for (const one of concerned) {
      say(gapFrame(one.id, why, room.cursor(one.position), room.cursor(to)))
      one.position = to
      metrics.gaps.inc({ why })
    }
  }

  /** One who does not read is dropped in the end, and asked not to come back at once. */
  function countSlowGap() {
    const now = performance.now()
    slowGaps = [...slowGaps.filter((at) => now - at < 60_000), now]
    if (slowGaps.length > MAX_GAPS_A_MINUTE) end(CLOSE.slow, 1000 + Math.random() * 9000)
  }

  function standing(from: number, to: number) {
    return isOpen && !pressure.isSlow() ? subscriptions.standing(from, to) : null
  }

  function take(key: string, frames: Frame[], from: number, to: number) {
    const ours = standing(from, to)
    if (ours?.key === key) deliver(frames, ours.subscriptions, to)
  }

  function deliver(frames: Frame[], told: Subscription[], to: number) {
    for (const frame of frames) sink.send(frame)
    for (const one of told) one.position = to
  }

  /** Tells those furthest behind a part of what they missed, each record once. */
  async function step(behind: Subscription[]) {
    const from = Math.min(...behind.map(({ position }) => position))
    const group = behind.filter(({ position }) => position === from)
    const turn = subscriptions.turn()
    const isStale = () => !isOpen || subscriptions.turn() !== turn
    const missed = await room.history.between(from, room.sent())
    if (isStale()) return
    if (!missed) return gap('history', group)
    if (pressure.isTooMuch(countRecords(missed))) {
      gap('slow', subscriptions.lagging(room.sent()))
      return countSlowGap()
    }
    const chunk = chunkOf(missed, CHUNK)
    const touched = touchedBy(chunk)
    const to = chunk.at(-1)?.seq ?? from
    const { events, overflown } = await compose(reader.open(), group, touched)
    if (isStale()) return
    metrics.conflated.inc(chunk.flatMap(({ ids }) => ids).length - countRecords(chunk))
    gap('bulk', overflown, to)
    const [before, after] = [subscriptions.told(group, from), subscriptions.told(group, to)].map(room.cursor)
    deliver(packEvents(events, before ?? '', after ?? ''), group, to)
  }

  async function catchUp() {
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      let behind = subscriptions.lagging(room.sent())
      while (behind.length > 0 && isOpen && !pressure.isSlow()) {
        await step(behind)
        hasFailed = false
        behind = subscriptions.lagging(room.sent())
      }
      if (behind.length === 0) pressure.relieve()
    } catch (error) {
      // Tried again every second; a database that is away need not fill the log.
      if (!hasFailed) log.warn({ err: error }, 'live catch-up failed, trying again')
      hasFailed = true
    } finally {
      isCatchingUp = false
    }
  }

  function changeRights(ctx: Context) {
    const refused = subscriptions.rescope(ctx)
    gap('authz', [...refused, ...subscriptions.byId.values()])
  }

  const cursor = () => room.cursor(subscriptions.told([], room.sent()))
  const abandon = () => {
    isOpen = false
  }
  return { subscriptions, say, end, abandon, cursor, standing, take, catchUp, changeRights }
}
