import type { Context } from '../context.ts'
import { compose, gapFrame, packEvents, touchedBy } from './compose.ts'
import { byeFrame, CLOSE, type CloseCode, type Frame, type GapReason } from './frames.ts'
import { chunkOf, countRecords } from './ring.ts'
import type { Room } from './room.ts'
import { createPressure, type Sink } from './sink.ts'
import { createSubscriptions, type Standing, type Subscription, type Subscriptions } from './subscriptions.ts'

const CHUNK = { entries: 5000, records: 200 }

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
  /** Tells what it lags behind, as far as it can hear; resolves once that is done. */
  catchUp(): Promise<void> | undefined
  /** Its rights may have changed: nothing more is told until they are known, and it is trusted again. */
  doubt(isDoubted: boolean): void
  changeRights(ctx: Context): void
  /** All lists must be asked for again. */
  gap(why: GapReason): void
}

export function createConnection(room: Room, sink: Sink): Connection {
  const { metrics, log } = room.parts
  const subscriptions = createSubscriptions()
  const pressure = createPressure(sink)
  let isOpen = true
  let isDoubted = false
  let following: Promise<void> | undefined
  let hasFailed = false

  function say(frame: Frame) {
    if (pressure.isFlooded()) endSlow()
    else if (isOpen) sink.send(frame)
  }

  function end(code: CloseCode, retryMs?: number) {
    if (!isOpen) return
    isOpen = false
    sink.send(byeFrame(code, retryMs))
    sink.close(code)
  }

  function gapFor(why: GapReason, concerned: Iterable<Subscription>, to = room.sent()) {
    for (const one of concerned) {
      say(gapFrame(one.id, why, room.cursor(one.position), room.cursor(to)))
      one.position = to
      metrics.gaps.inc({ why })
    }
  }

  /** One who does not read is dropped in the end, and asked not to come back at once. */
  const endSlow = () => end(CLOSE.slow, 1000 + Math.random() * 9000)
  const canHear = () => isOpen && !isDoubted && !pressure.isSlow()
  const standing = (from: number, to: number) => (canHear() ? subscriptions.standing(from, to) : null)
  function take(key: string, frames: Frame[], from: number, to: number) {
    const ours = standing(from, to)
    if (ours?.key === key) deliver(frames, ours.subscriptions, to)
  }

  function deliver(frames: Frame[], told: Subscription[], to: number) {
    for (const frame of frames) sink.send(frame)
    for (const one of told) {
      one.position = to
      if (to === room.sent()) one.deadline = Number.POSITIVE_INFINITY
    }
  }

  /** Tells those furthest behind a part of what they missed, each record once. */
  async function step(behind: Subscription[]) {
    const from = Math.min(...behind.map(({ position }) => position))
    const group = behind.filter(({ position }) => position === from)
    const turn = subscriptions.turn()
    const isStale = () => !isOpen || isDoubted || turn !== subscriptions.turn()
    const isTooLate = group.some(({ deadline }) => performance.now() > deadline)
    const missed = isTooLate ? null : await room.history.between(from, room.sent())
    if (isStale()) return
    if (!missed) return gapFor('history', group)
    if (pressure.isTooMuch(countRecords(missed))) {
      gapFor('slow', subscriptions.lagging(room.sent()))
      return pressure.hasTooManyGaps() ? endSlow() : undefined
    }
    const chunk = chunkOf(missed, CHUNK)
    const to = chunk.at(-1)?.seq ?? from
    const { events, overflown } = await compose(room.reading(from, to), group, touchedBy(chunk))
    if (isStale()) return
    metrics.conflated.inc(chunk.flatMap(({ ids }) => ids).length - countRecords(chunk))
    gapFor('bulk', overflown, to)
    const [before, after] = [subscriptions.told(group, from), subscriptions.told(group, to)].map(room.cursor)
    deliver(packEvents(events, before ?? '', after ?? ''), group, to)
  }

  async function follow() {
    try {
      let behind = subscriptions.lagging(room.sent())
      while (behind.length > 0 && canHear()) {
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
      following = undefined
    }
  }

  function catchUp() {
    if (pressure.isStuck()) endSlow()
    else if (!following && canHear()) {
      if (subscriptions.lagging(room.sent()).length > 0) following = follow()
      else pressure.relieve()
    }
    return following
  }

  return {
    subscriptions,
    say,
    end,
    standing,
    take,
    catchUp,
    cursor: () => room.cursor(subscriptions.told([], room.sent())),
    gap: (why) => gapFor(why, subscriptions.byId.values()),
    abandon: () => {
      isOpen = false
    },
    doubt(isNow) {
      isDoubted = isNow
      if (!isNow) catchUp()
    },
    changeRights: (ctx) => gapFor('authz', [...subscriptions.rescope(ctx), ...subscriptions.byId.values()]),
  }
}
