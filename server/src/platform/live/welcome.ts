import { randomUUID } from 'node:crypto'
import { frameOf, HEARTBEAT_SECONDS, LIMITS } from './frames.ts'
import type { Member } from './member.ts'

/** So long after a resume a `sub` is taken as one that existed before. */
const REPLAY_MS = 2000

/** Takes the stream up where the client left it, if that can be, and says how it stands. */
export async function welcome({ room, connection }: Member, cursor: string | undefined) {
  const found = cursor === undefined ? null : await room.resume(cursor)
  const resumed = typeof found === 'number'
  if (found !== null) room.parts.metrics.resumes.inc({ result: resumed ? 'replayed' : found })
  if (resumed) connection.subscriptions.replayFrom(found, REPLAY_MS)
  const at = connection.cursor()
  const outcome = typeof found === 'string' ? { reason: found } : {}
  const about = { session: randomUUID(), epoch: at.slice(0, at.indexOf(':')), cursor: at, limits: LIMITS }
  connection.say(
    frameOf({ t: 'welcome', v: 1, ...about, heartbeat_s: HEARTBEAT_SECONDS, resumed, ...outcome }, at),
  )
}
