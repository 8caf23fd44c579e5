import type { Logger } from 'pino'
import { createBucket } from '../bucket.ts'
import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import type { RecordRead } from '../resource/resource.ts'
import { createConnection } from './connection.ts'
import {
  byeFrame,
  CLOSE,
  type CloseCode,
  FRAMES_A_SECOND,
  frameOf,
  type HelloFrame,
  type Incoming,
  parseFrame,
} from './frames.ts'
import type { Identify, Rights } from './identity.ts'
import type { LiveMetrics } from './live.metrics.ts'
import { closeCodeOf, createMember, type Member } from './member.ts'
import type { Room } from './room.ts'
import type { Sink } from './sink.ts'
import { subscribe, type Topics } from './subscribe.ts'
import { welcome } from './welcome.ts'

const HELLO_MS = 10_000
const FRAMES_AT_ONCE = 80 // a page subscribes to all it shows when it starts

export interface SessionParts {
  topics: Topics
  record: RecordRead
  clock: Clock
  log: Logger
  metrics: LiveMetrics
  rights: Rights
  /** Takes one of the few places a person has, and answers how to give it back; undefined when all are taken. */
  takeSeat(ctx: Context): Promise<(() => void) | undefined>
  room(organizationId: number): Promise<Room>
}

/** One client's conversation. */
export interface Session {
  receive(text: string): void
  /** The other side showed that it lives. */
  heard(): void
  /** What was sent has been read. */
  drained(): void
  /** null until hello. */
  member(): Member | null
  /** All subscriptions of a client that came back are there: its cursor may move on. Resolves when all that was received is done. */
  settle(): Promise<void>
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
    if (!parts.rights.mayListen(identity.ctx)) return end(CLOSE.forbidden)
    const giveUpSeat = await parts.takeSeat(identity.ctx)
    if (!giveUpSeat) return end(CLOSE.tooMany)
    if (isOver) return giveUpSeat()
    leave = giveUpSeat
    sink.agree?.(frame.caps ?? [])
    const room = await parts.room(identity.ctx.organizationId)
    if (isOver) return
    const connection = createConnection(room, sink)
    const { clock, rights } = parts
    member = createMember({ room, connection, sink, clock, identify, rights, token, identity })
    room.connections.add(connection)
    leave = () => {
      room.connections.delete(connection)
      giveUpSeat()
    }
    await welcome(member, frame.cursor)
  }

  async function handle(frame: Incoming) {
    if (isOver) return
    if (frame.t === 'hello') return hello(frame)
    if (!member) return end(CLOSE.protocol)
    const { room, connection } = member
    if (frame.t === 'sub') await subscribe(room, connection, parts, member.identity().ctx, frame)
    else if (frame.t === 'unsub') connection.subscriptions.remove(frame.id)
    else if (frame.t === 'ping') connection.say(frameOf({ t: 'pong' }))
  }

  function failed(error: unknown) {
    if (error instanceof Problem && error.status === 401) return end(closeCodeOf(error))
    if (error instanceof Problem && error.status === 429)
      return end(CLOSE.tooMany, Number(error.headers['retry-after']) * 1000)
    parts.log.warn({ err: error }, 'live connection failed')
    end(CLOSE.draining, 1000 + Math.random() * 9000)
  }

  return {
    end,
    member: () => member,
    heard: () => member?.heard(),
    drained: () => member?.connection.catchUp(),
    receive(text) {
      member?.heard()
      const frame = mayPass() ? parseFrame(text) : undefined
      if (!frame) return end(CLOSE.protocol)
      // One after another: a `sub` waits for the hello before it.
      handled = handled.then(() => handle(frame)).catch(failed)
    },
    settle() {
      handled = handled.then(() => member?.connection.subscriptions.replayFrom(0, 0))
      return handled.then(() => member?.connection.catchUp())
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
