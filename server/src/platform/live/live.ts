import type pg from 'pg'
import type { Logger } from 'pino'
import type { Bus } from '../bus/bus.ts'
import type { Clock } from '../clock.ts'
import { startTail } from '../ledger/tail.ts'
import type { Metrics } from '../metrics.ts'
import { createPacer } from '../pacer.ts'
import type { AnyResource, RecordRead } from '../resource/resource.ts'
import type { Door } from '../unit-of-work.ts'
import type { Identify, Rights } from './identity.ts'
import { createLiveMetrics } from './live.metrics.ts'
import { createReader } from './reader.ts'
import { createRooms } from './rooms.ts'
import type { Session } from './session.ts'
import { createSessions } from './sessions.ts'
import type { Sink } from './sink.ts'
import type { Topics } from './subscribe.ts'
import { collectTicks, parseTicks } from './ticks.ts'

const TIDY_MS = 60_000

/** The live stream of one API process. */
export interface Live {
  /** Counters of these records moved without a new version; who shows them hears of it within about a second. */
  tick(organizationId: number, kind: string, ids: readonly number[]): void
  readonly topics: Topics
  /** Is there room for one more? */
  mayEnter(): boolean
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
  rights: Rights
  bus: Bus | null
  record: RecordRead
}

export async function startLive({
  connection,
  door,
  clock,
  log,
  resources,
  rights,
  bus,
  record,
  ...given
}: LiveParts): Promise<Live> {
  const topics: Topics = new Map(resources.map((resource) => [resource.topic, resource]))
  const metrics = createLiveMetrics(given.metrics, {
    connections: () => sessions.size(),
    queuedBytes: () => sessions.queuedBytes(),
    relayLag: () => tail.lagSeconds(),
  })
  const pacer = createPacer((ms) => metrics.slices.observe(ms / 1000))
  const rooms = createRooms({ door, reader: createReader(door, pacer), log, metrics, pacer })
  const sessions = createSessions({ topics, record, clock, log, metrics, rights, room: rooms.of }, pacer, bus)

  function onTick(payload: string) {
    const parsed = parseTicks(payload)
    if (parsed) rooms.tick(parsed)
  }
  const tail = await startTail(connection, log, {
    onEpoch: (epoch) => rooms.enterEpoch(epoch) && sessions.leaveEpoch(),
    onEntries(entries) {
      entries.forEach(sessions.doubt)
      rooms.accept(entries)
    },
    onTick,
    onReturn: rooms.missedTicks,
  })
  bus?.listen({
    onCall(call, text) {
      if (call === 'sealed') tail.ring()
      if (call === 'ticks') onTick(text)
    },
    onReturn: rooms.missedTicks,
  })
  const ticks = collectTicks(async (payloads) => {
    const taken = await Promise.all(payloads.map((payload) => bus?.publish('ticks', payload)))
    const untaken = payloads.filter((_, place) => !taken[place])
    if (untaken.length > 0) await tail.sendTicks(untaken)
  })
  const tidying = setInterval(rooms.tidy, TIDY_MS).unref()

  return {
    topics,
    tick: ticks.add,
    mayEnter: sessions.mayEnter,
    open: sessions.open,
    async close() {
      clearInterval(tidying)
      ticks.stop()
      await sessions.close()
      await tail.stop()
    },
  }
}
