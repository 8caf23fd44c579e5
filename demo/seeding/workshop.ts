import { readConfig } from '../../server/src/app/config.ts'
import { prepareDatabase } from '../../server/src/app/database.ts'
import { migrate } from '../../server/src/app/migrate.ts'
import { events, subscribersByEvent } from '../../server/src/app/modules.ts'
import { startRuntime } from '../../server/src/app/runtime.ts'
import { createTenant } from '../../server/src/modules/core/operation.ts'
import { createPool, createPools, type DatabaseAddress } from '../../server/src/platform/database.ts'
import { ensureLedgerPartitions } from '../../server/src/platform/ledger/partitions.ts'
import { createLogger } from '../../server/src/platform/log.ts'
import { createDoor, type Door } from '../../server/src/platform/unit-of-work.ts'
import { type ShiftedClock, shiftedClock } from './clock.ts'

/** A door with a clock of its own: what goes through it happened when the clock says. */
export interface Lane {
  door: Door
  clock: ShiftedClock
}

/** The database of a demo, its door in the past. */
export interface Workshop {
  lanes: Lane[]
  organizationId: number
  /** The whole product in the past, on a port that nobody knows, for as long as the work takes. */
  whileServing(work: (product: { url: string; clock: ShiftedClock }) => Promise<void>): Promise<void>
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

  const pools = createPools(database.address, { size: LANES, name: 'demo' })
  stack.defer(pools.end)
  const subscribers = subscribersByEvent()
  const newLane = (): Lane => {
    const clock = shiftedClock(since)
    return { clock, door: createDoor({ pools, clock, events, subscribers, onCommit: () => {} }) }
  }
  await ensureMonths(newLane(), since)
  const email = `${administrator.username}@nordwind.example`
  const { organizationId } = await createTenant(newLane().door, {
    name: ORGANIZATION,
    administrator: { ...administrator, email, isSuperuser: true },
  })
  const lanes = Array.from({ length: LANES }, newLane)
  const whileServing: Workshop['whileServing'] = async (serve) => {
    const clock = shiftedClock(since)
    const { app, close } = await startRuntime(config, database.address, createLogger('error'), clock)
    try {
      await serve({ url: await app.listen({ port: 0, host: '127.0.0.1' }), clock })
    } finally {
      await close()
    }
  }
  await work({ lanes, organizationId, whileServing })
  await withSuperuser(database.reader, 'vacuum analyze')
}

/** Nobody relies on a half-seeded database, so its commits need not wait for the disk; the clean stop writes all of it. */
const setFlushing = (superuser: DatabaseAddress, isOn: boolean) =>
  withSuperuser(
    superuser,
    `alter role watchdesk ${isOn ? 'reset synchronous_commit' : 'set synchronous_commit = off'}`,
  )

async function withSuperuser(superuser: DatabaseAddress, statement: string) {
  const pool = createPool(superuser, { size: 1, name: 'demo', role: 'none' })
  await pool.query(statement).finally(() => pool.end())
}

/** The ledger's partitions, month by month from then until now. */
async function ensureMonths({ clock, door }: Lane, since: number) {
  for (let month = since; month < Date.now(); month += 28 * 86_400_000) {
    clock.set(month)
    await ensureLedgerPartitions({ door })
  }
}
