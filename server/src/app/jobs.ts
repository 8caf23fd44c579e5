import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger as JobLogger, parseCronItems, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { systemClock } from '../platform/clock.ts'
import { createPool, createPools, type DatabaseAddress } from '../platform/database.ts'
import { createMailer } from '../platform/mail/mailer.ts'
import type { WorkerTools } from '../platform/module.ts'
import { createDoor, type Door } from '../platform/unit-of-work.ts'
import type { Config } from './config.ts'
import { events, modules, subscribersByEvent } from './modules.ts'
import { openSealing } from './secret-key.ts'
import { type Liveness, startLiveness } from './worker-liveness.ts'

const RESTART_MS = 1000

export type WorkerConfig = Pick<Config, 'secretKey' | 'dataDir' | 'mail' | 'publicUrl'>

/** The worker: work of all modules, recurring and asked for. @param shared the door of an API in the same process */
export async function startJobs(
  config: WorkerConfig,
  address: DatabaseAddress,
  shared: Door | null,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  const sealing = await openSealing(config, address)
  const mailer = config.mail && createMailer(config.mail, sealing, systemClock)
  const pools = createPools(address, { size: 4, name: 'worker' })
  const jobPool = createPool(address, { size: 4, name: 'jobs', role: 'app_jobs' })
  const door =
    shared ??
    createDoor({ pools, clock: systemClock, events, subscribers: subscribersByEvent(), onCommit: () => {} })
  let isStopping = false
  const tools = { door, mailer, publicUrl: config.publicUrl }
  let current = await startRunner(address, jobPool, tools, log)

  /** The library gives up where its connections fail in an unlucky moment; the worker does not. */
  async function keepRunning() {
    while (!isStopping) {
      const reason = await current.runner.promise.catch((error: Error) => error)
      await current.liveness.leave()
      if (isStopping) return
      log.warn({ err: reason }, 'the worker stopped by itself, starting again')
      await restart()
    }
  }

  async function restart() {
    while (!isStopping) {
      await sleep(RESTART_MS)
      try {
        current = await startRunner(address, jobPool, tools, log)
        return
      } catch (error) {
        log.warn({ err: error }, 'the worker cannot start, trying again')
      }
    }
  }

  const running = keepRunning()
  return {
    stop: async () => {
      isStopping = true
      current.liveness.retire()
      // Refused by one that has just stopped by itself.
      await current.runner.stop().catch(() => {})
      await running
      mailer?.close()
      await Promise.all([jobPool.end(), pools.end()])
    },
  }
}

async function startRunner(
  address: DatabaseAddress,
  jobPool: pg.Pool,
  tools: WorkerTools,
  log: Logger,
): Promise<{ runner: Runner; liveness: Liveness }> {
  const jobs = modules.flatMap((module) => Object.entries(module.jobs ?? {}))
  const events: WorkerEvents = new EventEmitter()
  const liveness = new Promise<Liveness>((resolve) => {
    events.once('pool:create', ({ workerPool }) => resolve(startLiveness(address, workerPool.id, log)))
  })
  const runner = await run({
    pgPool: jobPool,
    schema: 'jobs',
    noHandleSignals: true,
    pollInterval: 1000,
    concurrency: 2,
    // In batches of whatever is done by now: without, a connection that breaks at a job's end is an unhandled rejection.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    events,
    logger: new JobLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ source: 'jobs' }, message)
    }),
    // Asked before each job is taken: nobody could take over what an unseen worker holds.
    forbiddenFlags: async () => {
      await (await liveness).enrolled()
      return []
    },
    taskList: Object.fromEntries(
      jobs.map(([name, job]) => [name, (payload: unknown) => job.run(tools, payload)]),
    ),
    parsedCronItems: parseCronItems(
      jobs.flatMap(([task, { cron }]) =>
        cron ? [{ task, match: cron, identifier: task, options: { maxAttempts: 3 } }] : [],
      ),
    ),
  })
  return { runner, liveness: await liveness }
}
