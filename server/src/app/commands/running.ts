import { mkdir } from 'node:fs/promises'
import pg from 'pg'
import type { DatabaseAddress } from '../../platform/database.ts'
import { startApi } from '../api.ts'
import type { Config } from '../config.ts'
import { prepareDatabase } from '../database.ts'
import { ensureFirstTenant } from '../first-tenant.ts'
import { startJobs } from '../jobs.ts'
import { migrate } from '../migrate.ts'
import { refuseToServe } from '../schema-gap.ts'
import { type Command, say } from './command.ts'
import { useDoor } from './visiting.ts'

export const start: Command = async ({ config, log }) => {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const database = await prepareDatabase(config, say)
  const stop: (() => Promise<void>)[] = [database.stop]
  await untilStopped(stop, database.died, async () => {
    await migrate(database.address)
    const newcomer = await useDoor(database.address, async ({ door, pool }) => {
      await refuseToServe(pool)
      return ensureFirstTenant(config, door)
    })
    // At once: whatever goes wrong after this, the password is shown this one time.
    if (newcomer) say(newcomer)
    const api = await startApi(config, database.address, log)
    stop.unshift(api.close)
    const jobs = await startJobs(config, database.address, api.door, log)
    stop.unshift(jobs.stop)
    say(`Watchdesk is ready at ${config.publicUrl}`)
    say(`The data lies in ${database.location}`)
  })
}

export const api: Command = async ({ config, log }) => {
  const address = await external(config)
  const stop: (() => Promise<void>)[] = []
  await untilStopped(stop, undefined, async () => {
    stop.unshift((await startApi(config, address, log)).close)
    say(`The API is ready at ${config.publicUrl}`)
  })
}

export const worker: Command = async ({ config, log }) => {
  const address = await external(config)
  const stop: (() => Promise<void>)[] = []
  await untilStopped(stop, undefined, async () => {
    stop.unshift((await startJobs(config, address, null, log)).stop)
    say('The worker is ready')
  })
}

/** The database of DATABASE_URL, at the schema this program knows. */
async function external({ databaseUrl }: Config): Promise<DatabaseAddress> {
  if (!databaseUrl)
    throw new Error('Set DATABASE_URL: the API and the worker run apart only on a database of their own.')
  const address = { connectionString: databaseUrl }
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await refuseToServe(client)
  } finally {
    await client.end()
  }
  return address
}

/** Starts, then waits for Ctrl-C, SIGTERM or the death of the database; stops in the order given, once. */
async function untilStopped(
  stop: (() => Promise<void>)[],
  died: Promise<Error> | undefined,
  start: () => Promise<void>,
) {
  let failure: Error | null = null
  const signal = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve())
    died?.then((error) => {
      failure = error
      resolve()
    })
  })
  try {
    await start()
    await signal
    if (!failure) say('Stopping …')
  } finally {
    for (const step of stop) {
      await step().catch((error: Error) => {
        failure ??= error
      })
    }
  }
  if (failure) throw failure
  process.exit(0)
}
