import { EventEmitter } from 'node:events'
import { Logger as JobLogger, parseCronItems, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseAddress } from '../platform/database.ts'
import type { WorkerTools } from '../platform/module.ts'
import { modules } from './modules.ts'
import { type Liveness, startLiveness } from './worker-liveness.ts'

/** In a row, at two looks a second: longer than a restart of PostgreSQL keeps them waiting. */
const MOST_FAILURES = 10
/** For writing down the ends of the last jobs. */
const LAST_WORDS_MS = 5000

export interface JobRunner {
  liveness: Liveness
  /** When it takes no more jobs and those that it had are done: why, where nobody had asked it to. */
  ended: Promise<unknown>
  /** Takes no more jobs, and lets those that run come to their end. */
  stop(): Promise<void>
}

export async function startRunner(
  address: DatabaseAddress,
  jobPool: pg.Pool,
  tools: WorkerTools,
  log: Logger,
): Promise<JobRunner> {
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
  return { liveness: await liveness, ...untilItsEnd(runner, events) }
}

/**
 * Two faults of graphile-worker 0.18.0 end in a worker that lives and does nothing, both after connections that broke: it
 * keeps the failure of its first question, and asks no more; and where the ends of two jobs could not be written down, it
 * stops taking jobs and waits for ever to be done with them.
 */
function untilItsEnd(runner: Runner, events: WorkerEvents): Omit<JobRunner, 'liveness'> {
  let reason: unknown
  let failures = 0
  let lastWords: NodeJS.Timeout
  // Refused by one that has just stopped by itself.
  const stop = () => runner.stop().catch(() => {})
  events.on('worker:getJob:error', ({ error }) => {
    if (++failures < MOST_FAILURES) return
    reason = error
    void stop()
  })
  for (const event of ['worker:getJob:empty', 'job:start'] as const) events.on(event, () => (failures = 0))
  events.on('pool:fatalError', ({ error }) => (reason = error))
  const isIdle = new Promise<void>((resolve) => {
    for (const event of ['pool:gracefulShutdown:complete', 'pool:forcefulShutdown:complete'] as const)
      events.once(event, () => (lastWords = setTimeout(resolve, LAST_WORDS_MS)))
  })
  const ended = Promise.race([runner.promise, isIdle]).then(
    () => reason,
    (error: Error) => error,
  )
  void ended.then(stop).then(() => clearTimeout(lastWords))
  return { ended, stop: () => Promise.race([stop(), ended.then(() => {})]) }
}
