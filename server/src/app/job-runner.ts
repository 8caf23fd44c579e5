import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger as JobLogger, parseCronItems, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseAddress } from '../platform/database.ts'
import type { WorkerTools } from '../platform/module.ts'
import { modules } from './modules.ts'
import { type Liveness, startLiveness } from './worker-liveness.ts'

/** For writing down the ends of the last jobs, after one could not be. */
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
  return { liveness: await liveness, ...watchRunner(runner, events) }
}

/**
 * Two faults of graphile-worker 0.18.0 leave a worker that lives and does nothing, both after connections that broke: it keeps
 * the failure of its first question, as the answer to all later ones; and where the ends of two jobs are being written down and
 * the first fails, it stops taking jobs and waits for ever for the second.
 */
function watchRunner(runner: Runner, events: WorkerEvents): Omit<JobRunner, 'liveness'> {
  let reason: unknown
  // Refused by one that has just stopped by itself.
  const stop = () => runner.stop().catch(() => {})

  let failure: unknown
  let repeats = 0
  events.on('worker:getJob:error', ({ error }) => {
    // A look that was really made fails with an error of its own; the first one may have been made by both at once.
    repeats = error === failure ? repeats + 1 : 0
    failure = error
    if (repeats < 2) return
    reason = error
    void stop()
  })

  const hasFailed = once(events, 'pool:fatalError').then(([{ error }]) => (reason = error))
  const isDone = once(events, 'pool:gracefulShutdown:complete')
  const lastWords = Promise.all([hasFailed, isDone]).then(() => sleep(LAST_WORDS_MS))
  events.once('pool:gracefulShutdown', ({ message }) => (reason ??= new Error(message)))

  // Not the runner's own end, for which it waits until its cron, which may be pausing for a minute after failures, has looked again.
  const ended = Promise.race([once(events, 'pool:release'), lastWords]).then(() => reason)
  void ended.then(stop)
  return { ended, stop: () => Promise.race([stop(), ended.then(() => {})]) }
}
