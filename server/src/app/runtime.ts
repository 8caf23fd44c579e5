import type { Logger } from 'pino'
import { createAuth } from '../modules/core/index.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { createPool, type DatabaseAddress } from '../platform/database.ts'
import type { App } from '../platform/http/app.ts'
import { startRelay } from '../platform/ledger/relay.ts'
import { startLive } from '../platform/live/live.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createDoor } from '../platform/unit-of-work.ts'
import type { Config } from './config.ts'
import { catalogue, resources, subscribersByEvent } from './modules.ts'
import { buildServer } from './server.ts'

const POOL_SIZE = 16

export interface Runtime {
  app: App
  /** Refuses new work, finishes what runs, lets go of the database. */
  close(): Promise<void>
}

/** Everything one API process is made of, against a migrated database. */
export async function startRuntime(
  config: Pick<Config, 'publicUrl' | 'corsOrigins' | 'trustProxy'>,
  address: DatabaseAddress,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Runtime> {
  const pool = createPool(address, { size: POOL_SIZE, name: 'api' })
  const relay = startRelay({ ...address, application_name: 'watchdesk relay' }, log)
  const door = createDoor({ pool, clock, subscribers: subscribersByEvent(), onCommit: relay.nudge })
  const auth = await createAuth(pool, door, clock, catalogue)
  const metrics = createMetrics()
  const stream = { ...address, application_name: 'watchdesk live' }
  const live = await startLive({ connection: stream, door, clock, log, metrics, resources })
  let isDraining = false
  const health = {
    isDraining: () => isDraining,
    isDatabaseReady: () =>
      Promise.race([
        pool.query('select from public.watchdesk_migrations limit 1').then(
          () => true,
          () => false,
        ),
        new Promise<boolean>((resolve) => setTimeout(resolve, 1000, false).unref()),
      ]),
  }
  const app = await buildServer({ config, door, clock, auth, live, log, metrics, health })
  return {
    app,
    close: async () => {
      isDraining = true
      await live.close()
      await app.drain()
      await relay.stop()
      await pool.end()
    },
  }
}
