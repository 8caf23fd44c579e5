import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { createBucket } from './bucket.ts'
import { createConnection } from './connection.ts'
import {
  byeFrame,
  CLOSE,
  type CloseCode,
  FRAMES_A_SECOND,
  frameOf,
  HEARTBEAT_SECONDS,
  type HelloFrame,
  type Incoming,
  LIMITS,
  parseFrame,
} from './frames.ts'
import type { LiveMetrics } from './live.metrics.ts'
import { closeCodeOf, createMember, type Identify, type Member } from './member.ts'
import type { Room } from './room.ts'
import type { Sink } from './sink.ts'
import { subscribe, type Topics } from './subscribe.ts'

const HELLO_MS = 10_000
const FRAMES_AT_ONCE = 80 // a page subscribes to all it shows when it starts
/** So long after a resume a `sub` is taken as one that existed before. */
const REPLAY_MS = 2000

export interface SessionParts {
  topics: Topics
  clock: Clock
  log: Logger
  metrics: LiveMetrics
  /** Takes one of the few places a person has, and answers how to give it back; undefined when all are taken. */
  takeSeat(ctx: Context): (() => void) | undefined
  room(organizationId: number): Promise<Room>
}

/** One client's conversation. */
export interface Session {
  receive(text: string): void
  /** The other side showed that it lives. */
  heard(): void
  /** What was sent has been read. */
  drained(): void
  /** Once a second. */
  checkUp(): void
  end(code: CloseCode, retryMs?: number): void
  /** The socket is gone. */
  closed(): void
}

/** @param offered a token that came with the connection itself */
export function createSession(
  parts: SessionParts,
  sink: Sink,
  identify: Identify,
  offered?: string,
): Session {
  const mayPass = createBucket(FRAMES_A_SECOND, FRAMES_AT_ONCE)
  const openedAt = performance.now()
  let isOver = false
  let member: Member | null = null
  let leave = () => {}
  let handled = Promise.resolve()

  function end(code: CloseCode, retryMs?: number) {
    if (member) return member.connection.end(code, retryMs)
    if (isOver) return
    isOver = true
    sink.send(byeFrame(code, retryMs))
    sink.close(code)
  }

  async function hello(frame: HelloFrame) {
    const token = frame.token ?? offered
    if (!token) return end(CLOSE.badAuth)
    const identity = await identify(token)
    if (isOver) return
    if (member) return member.renew(token, identity)
    const giveUpSeat = parts.takeSeat(identity.ctx)
    if (!giveUpSeat) return end(CLOSE.tooMany)
    leave = giveUpSeat
    const room = await parts.room(identity.ctx.organizationId)
    if (isOver) return
    const connection = createConnection(room, sink)
    member = createMember({ room, connection, sink, clock: parts.clock, identify, token, identity })
    room.connections.add(connection)
    leave = () => {
      room.connections.delete(connection)
      giveUpSeat()
    }
    await greet(member, frame.cursor)
  }

  async function greet({ room, connection }: Member, cursor: string | undefined) {
    const found = cursor === undefined ? null : await room.resume(cursor)
    if (found !== null) parts.metrics.resumes.inc({ result: typeof found === 'number' ? 'replayed' : found })
    if (typeof found === 'number') connection.subscriptions.replayFrom(found, REPLAY_MS)
    const at = connection.cursor()
    const outcome = typeof found === 'string' ? { reason: found } : {}
    const about = { session: randomUUID(), epoch: at.slice(0, at.indexOf(':')), cursor: at, limits: LIMITS }
    const resumed = typeof found === 'number'
    const welcome = { t: 'welcome', v: 1, ...about, heartbeat_s: HEARTBEAT_SECONDS, resumed, ...outcome }
    connection.say(frameOf(welcome, at))
  }

  async function handle(frame: Incoming) {
    if (isOver) return
    if (frame.t === 'hello') return hello(frame)
    if (!member) return end(CLOSE.protocol)
    const { room, connection } = member
    if (frame.t === 'sub') await subscribe(room, connection, parts.topics, member.ctx(), frame)
    else if (frame.t === 'unsub') connection.subscriptions.remove(frame.id)
    else if (frame.t === 'ping') connection.say(frameOf({ t: 'pong' }))
  }

  function failed(error: unknown) {
    if (error instanceof Problem && error.status === 401) return end(closeCodeOf(error))
    parts.log.warn({ err: error }, 'live connection failed')
    end(CLOSE.draining, 1000 + Math.random() * 9000)
  }

  return {
    end,
    heard: () => member?.heard(),
    drained: () => member?.connection.catchUp(),
    receive(text) {
      member?.heard()
      const frame = mayPass() ? parseFrame(text) : undefined
      if (!frame) return end(CLOSE.protocol)
      // One after another: a `sub` waits for the hello before it.
      handled = handled.then(() => handle(frame)).catch(failed)
    },
    checkUp() {
      if (member) member.checkUp()
      else if (performance.now() - openedAt > HELLO_MS) end(CLOSE.badAuth)
    },
    closed() {
      isOver = true
      member?.connection.abandon()
      leave()
    },
  }
}
