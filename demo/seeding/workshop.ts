import { readConfig } from '../../server/src/app/config.ts'
import { prepareDatabase } from '../../server/src/app/database.ts'
import { migrate } from '../../server/src/app/migrate.ts'
import { events, subscribersByEvent } from '../../server/src/app/modules.ts'
import { startRuntime } from '../../server/src/app/runtime.ts'
import { createTenant } from '../../server/src/modules/core/index.ts'
import { createPool, createPools, type DatabaseAddress } from '../../server/src/platform/database.ts'
import type { App } from '../../server/src/platform/http/app.ts'
import { ensureLedgerPartitions } from '../../server/src/platform/ledger/partitions.ts'
import { createLogger } from '../../server/src/platform/log.ts'
import { createDoor, type Door } from '../../server/src/platform/unit-of-work.ts'
import { type ShiftedClock, shiftedClock } from './clock.ts'

/** A door with a clock of its own: what goes through it happened when the clock says. */
export interface Lane {
  door: Door
  clock: ShiftedClock
}

/** The product without a port, in the past. */
export interface Workshop {
  app: App
  clock: ShiftedClock
  lanes: Lane[]
  organizationId: number
}

export const ORGANIZATION = 'Nordwind Services'
const LANES = 3

export interface Administrator {
  username: string
  password: string
}

/** Makes the database and its first organization, and stops everything when the work is done. */
export async function inWorkshop(
  dataDir: string,
  administrator: Administrator,
  since: number,
  work: (workshop: Workshop) => Promise<void>,
) {
  await using stack = new AsyncDisposableStack()
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' })
  const database = await prepareDatabase(config, () => {})
  stack.defer(database.stop)
  await migrate(database.address)
  stack.defer(() => setFlushing(database.reader, true))
  await setFlushing(database.reader, false)

  const clock = shiftedClock(since)
  const log = createLogger('error')
  const { app, close } = await startRuntime(config, database.address, log, clock)
  stack.defer(close)
  const pools = createPools(database.address, { size: LANES, name: 'demo' })
  stack.defer(pools.end)
  const subscribers = subscribersByEvent()
  const lanes = Array.from({ length: LANES }, () => {
    const own = shiftedClock(since)
    return { clock: own, door: createDoor({ pools, clock: own, events, subscribers, onCommit: () => {} }) }
  })
  await ensureMonths(lanes[0] as Lane, since)
  const email = `${administrator.username}@nordwind.example`
  const { organizationId } = await createTenant(app.door, {
    name: ORGANIZATION,
    administrator: { ...administrator, email, isSuperuser: true },
  })
  await work({ app, clock, lanes, organizationId })
}

/** Nobody relies on a half-seeded database, so its commits need not wait for the disk; the clean stop writes all of it. */
async function setFlushing(superuser: DatabaseAddress, isOn: boolean) {
  const pool = createPool(superuser, { size: 1, name: 'demo', role: 'none' })
  const login = 'alter role watchdesk'
  await pool.query(isOn ? `${login} reset synchronous_commit` : `${login} set synchronous_commit = off`)
  await pool.end()
}

/** The ledger's partitions, month by month from then until now. */
async function ensureMonths({ clock, door }: Lane, since: number) {
  for (let month = since; month < Date.now(); month += 28 * 86_400_000) {
    clock.set(month)
    await ensureLedgerPartitions({ door })
  }
}
