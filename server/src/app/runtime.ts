import type { Logger } from 'pino'
import { createAccessRecorder, signingKey, startHeadSigning } from '../modules/audit/index.ts'
import { createAuth } from '../modules/core/index.ts'
import { blocksFrom } from '../platform/allowance.ts'
import { openRedis } from '../platform/bus/redis.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { createPool, createPools, type DatabaseAddress } from '../platform/database.ts'
import type { App } from '../platform/http/app.ts'
import { limitStrangers } from '../platform/http/rate-limits.ts'
import { startRelay } from '../platform/ledger/relay.ts'
import { startLive } from '../platform/live/live.ts'
import { createMailer } from '../platform/mail/mailer.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createDoor } from '../platform/unit-of-work.ts'
import type { Config } from './config.ts'
import { explainDatabaseProblem, NO_ANSWER } from './health.ts'
import { liveRights } from './live-rights.ts'
import { events, resources, subscribersByEvent } from './modules.ts'
import { openSealing } from './secret-key.ts'
import { buildServer } from './server.ts'

const POOL_SIZE = 16

export interface Runtime {
  app: App
  /** Refuses new work, finishes what runs, lets go of the database. */
  close(): Promise<void>
}

export type RuntimeConfig = Pick<
  Config,
  | 'publicUrl'
  | 'corsOrigins'
  | 'trustProxy'
  | 'maxAttachmentBytes'
  | 'rateLimits'
  | 'secretKey'
  | 'dataDir'
  | 'signIn'
  | 'mail'
> &
  Partial<Pick<Config, 'redisUrl'>> & {
    /** null: nothing is signed, as in most tests. */
    auditHeadsFile: string | null
  }

/** Everything one API process is made of, against a migrated database. */
export async function startRuntime(
  config: RuntimeConfig,
  address: DatabaseAddress,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Runtime> {
  const sealing = await openSealing(config, address)
  const pools = createPools(address, { size: POOL_SIZE, name: 'api' })
  const keys = createPool(address, { size: 1, name: 'keys', role: 'none' })
  const bus = config.redisUrl ? openRedis(config.redisUrl, await installationOf(keys), log) : null
  const relay = startRelay({ ...address, application_name: 'watchdesk relay' }, log, bus)
  bus?.listen({ onCall: (call) => call === 'committed' && relay.heard(), onReturn: relay.heard })
  const door = createDoor({ pools, clock, events, subscribers: subscribersByEvent(), onCommit: relay.nudge })
  const mailer = config.mail && createMailer(config.mail, sealing, clock)
  const post = { mailer, publicUrl: config.publicUrl }
  const takeBlock = blocksFrom(pools.aside, bus)
  const admitStranger = limitStrangers(config.rateLimits, takeBlock)
  const auth = await createAuth({
    pool: keys,
    door,
    clock,
    sealing,
    settings: config.signIn,
    post,
    admitStranger,
  })
  const metrics = createMetrics()
  const key = signingKey(sealing.derive('ledger-head'))
  const file = config.auditHeadsFile
  const signLast = file ? startHeadSigning({ relay, file, key, clock, log, metrics }) : async () => {}
  const stream = { ...address, application_name: 'watchdesk live' }
  const rights = liveRights(auth)
  const record = createAccessRecorder(door)
  const live = await startLive({
    connection: stream,
    door,
    clock,
    log,
    metrics,
    resources,
    rights,
    bus,
    record,
  })
  let isDraining = false
  const health = {
    isDraining: () => isDraining,
    databaseProblem: () =>
      Promise.race([
        pools.main.query('select app.now()').then(() => null, explainDatabaseProblem),
        new Promise<string>((resolve) => setTimeout(resolve, 1000, NO_ANSWER).unref()),
      ]),
  }
  const app = await buildServer({
    config,
    takeBlock,
    admitStranger,
    door,
    clock,
    auth,
    live,
    log,
    metrics,
    health,
  })
  return {
    app,
    close: async () => {
      isDraining = true
      await live.close()
      await app.drain()
      await signLast()
      await relay.stop()
      await bus?.close()
      await Promise.all([pools.end(), keys.end()])
    },
  }
}

async function installationOf(pool: { query(text: string): Promise<{ rows: { installation: string }[] }> }) {
  const { rows } = await pool.query('select installation from app.stream_state')
  return rows[0]?.installation ?? ''
}
