import { compose, gapFrame, packEvents, type Touched } from './compose.ts'
import type { Connection } from './connection.ts'
import type { Room } from './room.ts'
import type { Standing } from './subscriptions.ts'

export interface Batch {
  /** The places in the stream before and after it. */
  from: number
  to: number
  touched: Touched
  isTick?: boolean
}

interface Group {
  standing: Standing
  members: Connection[]
}

/**
 * Tells a batch to all who are level with the stream. Connections that would be told the same share one reading
 * and one text; whoever cannot be told now stays where it is, and nobody waits for it.
 */
export async function fanOut(room: Room, { from, to, touched, isTick = false }: Batch) {
  const { reader, metrics, log } = room.parts
  const reading = reader.open()
  const why = isTick ? 'ticks' : 'bulk'

  async function tell({ standing, members }: Group) {
    const told = await compose(reading, standing.subscriptions, touched, isTick)
    const [before, after] = [room.cursor(standing.before), room.cursor(standing.after)]
    const gaps = told.overflown.map(({ id }) => gapFrame(id, why, before, after))
    const frames = [...gaps, ...packEvents(told.events, before, after)]
    for (const member of members) member.take(standing.key, frames, from, to)
    metrics.gaps.inc({ why }, gaps.length * members.length)
  }

  const stop = metrics.fanOut.startTimer()
  const outcomes = await Promise.allSettled(groupsOf(room.connections, from, to).map(tell))
  stop()
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') log.warn({ err: outcome.reason }, 'live reading failed')
  }
}

function groupsOf(connections: Iterable<Connection>, from: number, to: number): Group[] {
  const groups = new Map<string, Group>()
  for (const connection of connections) {
    const standing = connection.standing(from, to)
    if (!standing) continue
    const group = groups.get(standing.key) ?? { standing, members: [] }
    group.members.push(connection)
    groups.set(standing.key, group)
  }
  return [...groups.values()]
}
