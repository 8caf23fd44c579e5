import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Metrics } from '../metrics.ts'
import type { AnyResource } from '../resource/resource.ts'
import type { Door } from '../unit-of-work.ts'
import { CLOSE } from './frames.ts'
import { createLiveMetrics } from './live.metrics.ts'
import { type Identify, personOf } from './member.ts'
import { createReader } from './reader.ts'
import { createRooms } from './rooms.ts'
import { createSeats } from './seats.ts'
import { createSession, type Session } from './session.ts'
import type { Sink } from './sink.ts'
import type { Topics } from './subscribe.ts'
import { startTail } from './tail.ts'
import { collectTicks, parseTicks } from './ticks.ts'

const SEATS = 5
const CHECK_MS = 1000
const TIDY_MS = 60_000
const MAX_SPREAD_MS = 30_000

/** The live stream of one API process. */
export interface Live {
  /** Counters of these records moved without a new version; who shows them hears of it within about a second. */
  tick(organizationId: number, kind: string, ids: readonly number[]): void
  readonly topics: Topics
  /** Begins the conversation with a client; undefined while the server drains. */
  open(sink: Sink, identify: Identify, offered?: string): Session | undefined
  /** Sends everybody away, each to come back at a moment of their own, and lets go of the database. */
  close(): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

export interface LiveParts {
  connection: pg.ClientConfig
  door: Door
  clock: Clock
  log: Logger
  metrics: Metrics
  resources: AnyResource[]
}

export async function startLive({
  connection,
  door,
  clock,
  log,
  metrics: registry,
  resources,
}: LiveParts): Promise<Live> {
  const topics: Topics = new Map(resources.map((resource) => [resource.topic, resource]))
  const sessions = new Map<Session, Sink>()
  const seatOf = createSeats(SEATS)
  let isDraining = false
  const queuedBytes = () => [...sessions.values()].reduce((sum, sink) => sum + sink.buffered(), 0)
  const metrics = createLiveMetrics(registry, {
    connections: () => sessions.size,
    queuedBytes,
    relayLag: () => tail.lagSeconds(),
  })
  const takeSeat = (ctx: Context) => seatOf(personOf(ctx))
  const rooms = createRooms({ door, reader: createReader(door), log, metrics })

  function sendAway(spreadMs: number) {
    for (const session of sessions.keys()) session.end(CLOSE.draining, Math.random() * spreadMs)
  }

  const tail = await startTail(connection, log, {
    // A restored database tells another story: whoever comes back learns so from the cursor's epoch.
    onEpoch: (epoch) => rooms.enterEpoch(epoch) && sendAway(1000),
    onEntries: rooms.accept,
    onTick: (payload) => {
      const parsed = parseTicks(payload)
      if (parsed) rooms.tick(parsed)
    },
  })
  const ticks = collectTicks((payloads) => {
    tail.sendTicks(payloads).catch((error) => log.warn({ err: error }, 'ticks were lost'))
  })
  const checks = setInterval(() => {
    for (const session of sessions.keys()) session.checkUp()
  }, CHECK_MS).unref()
  const tidying = setInterval(rooms.tidy, TIDY_MS).unref()

  return {
    topics,
    tick: ticks.add,
    open(sink, identify, offered) {
      if (isDraining) return undefined
      const session = createSession(
        { topics, clock, log, metrics, takeSeat, room: rooms.of },
        sink,
        identify,
        offered,
      )
      sessions.set(session, sink)
      const { closed } = session
      return {
        ...session,
        closed: () => {
          sessions.delete(session)
          closed()
        },
      }
    },
    async close() {
      isDraining = true
      for (const timer of [checks, tidying]) clearInterval(timer)
      ticks.stop()
      sendAway(Math.min(MAX_SPREAD_MS, 500 + sessions.size * 10))
      await gone(sessions)
      await tail.stop()
    },
  }
}

/** Gives the closing handshakes a second. */
async function gone(sessions: Map<Session, Sink>) {
  const end = performance.now() + 1000
  while (sessions.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20))
  for (const sink of sessions.values()) sink.abort()
}
