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
 * @returns whether everything could be read
 */
export async function fanOut(room: Room, { from, to, touched, isTick = false }: Batch): Promise<boolean> {
  const { metrics, log, pacer } = room.parts
  const reading = room.reading(from, isTick ? null : to)
  const why = isTick ? 'ticks' : 'bulk'

  async function tell({ standing, members }: Group) {
    const told = await compose(reading, standing.subscriptions, touched, isTick)
    const [before, after] = [room.cursor(standing.before), room.cursor(standing.after)]
    const gaps = told.overflown.map(({ id }) => gapFrame(id, why, before, after))
    const frames = [...gaps, ...packEvents(told.events, before, after)]
    await pacer.each(members, (member) => member.take(standing.key, frames, from, to))
    metrics.gaps.inc({ why }, gaps.length * members.length)
  }

  const stop = metrics.fanOut.startTimer()
  const groups = new Map<string, Group>()
  await pacer.each([...room.connections], (connection) => {
    const standing = connection.standing(from, to)
    if (!standing) return
    const group = groups.get(standing.key) ?? { standing, members: [] }
    group.members.push(connection)
    groups.set(standing.key, group)
  })
  const outcomes = await Promise.allSettled([...groups.values()].map(tell))
  stop()
  const failed = outcomes.filter(({ status }) => status === 'rejected')
  for (const outcome of failed)
    log.warn({ err: (outcome as PromiseRejectedResult).reason }, 'live reading failed')
  return failed.length === 0
}
