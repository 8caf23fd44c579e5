import { mkdir } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { DatabaseAddress } from '../platform/database.ts'
import { createLogger } from '../platform/log.ts'
import { startApi } from './api.ts'
import { type Config, readConfig } from './config.ts'
import { prepareDatabase } from './database.ts'
import { ensureFirstTenant } from './first-tenant.ts'
import { startJobs } from './jobs.ts'
import { migrate } from './migrate.ts'

const USAGE = `watchdesk <command>
  start     everything in one process: database (unless DATABASE_URL is set), API, worker
  api       the API alone        (needs DATABASE_URL)
  worker    the worker alone     (needs DATABASE_URL)
  migrate   bring the database up to date and stop`

export async function runCommand([command = 'help', ...rest]: string[]) {
  const run = COMMANDS[command]
  if (!run || rest.length > 0) {
    process.stdout.write(`${USAGE}\n`)
    if (command !== 'help') process.exitCode = 2
    return
  }
  const config = readConfig()
  await run(config, createLogger(config.logLevel))
}

type Command = (config: Config, log: Logger) => Promise<void>

const say = (line: string) => process.stdout.write(`${line}\n`)

const COMMANDS: Record<string, Command> = {
  start: async (config, log) => {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
    const database = await prepareDatabase(config, say)
    const stop: (() => Promise<void>)[] = [database.stop]
    await untilStopped(stop, database.died, async () => {
      await migrate(database.address)
      const newcomer = await ensureFirstTenant(config, database.address)
      // At once: whatever goes wrong after this, the password is shown this one time.
      if (newcomer) say(newcomer)
      const api = await startApi(config, database.address, log)
      stop.unshift(api.close)
      const jobs = await startJobs(database.address, api.door, log)
      stop.unshift(jobs.stop)
      say(`Watchdesk is ready at ${config.publicUrl}`)
      say(`The data lies in ${database.location}`)
    })
  },
  api: async (config, log) => {
    const address = external(config)
    const stop: (() => Promise<void>)[] = []
    await untilStopped(stop, undefined, async () => {
      stop.unshift((await startApi(config, address, log)).close)
      say(`The API is ready at ${config.publicUrl}`)
    })
  },
  worker: async (config, log) => {
    const address = external(config)
    const stop: (() => Promise<void>)[] = []
    await untilStopped(stop, undefined, async () => {
      stop.unshift((await startJobs(address, null, log)).stop)
      say('The worker is ready')
    })
  },
  migrate: async (config) => {
    const database = await prepareDatabase(config, say)
    try {
      const applied = await migrate(database.address)
      say(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
    } finally {
      await database.stop()
    }
  },
}

function external({ databaseUrl }: Config): DatabaseAddress {
  if (!databaseUrl)
    throw new Error('Set DATABASE_URL: the API and the worker run apart only on a database of their own.')
  return { connectionString: databaseUrl }
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
