import { Logger as JobLogger, parseCronItems, run } from 'graphile-worker'
import type { Logger } from 'pino'
import { systemClock } from '../platform/clock.ts'
import { createPool, type DatabaseAddress } from '../platform/database.ts'
import { createDoor, type Door } from '../platform/unit-of-work.ts'
import { modules, subscribersByEvent } from './modules.ts'

/** The worker: recurring work of all modules. @param shared the door of an API in the same process */
export async function startJobs(
  address: DatabaseAddress,
  shared: Door | null,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  const pool = createPool(address, { size: 4, name: 'worker' })
  const jobPool = createPool(address, { size: 4, name: 'jobs', role: 'app_jobs' })
  const door =
    shared ?? createDoor({ pool, clock: systemClock, subscribers: subscribersByEvent(), onCommit: () => {} })
  const jobs = modules.flatMap((module) => Object.entries(module.jobs ?? {}))
  const runner = await run({
    pgPool: jobPool,
    schema: 'jobs',
    noHandleSignals: true,
    pollInterval: 1000,
    concurrency: 2,
    logger: new JobLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ source: 'jobs' }, message)
    }),
    taskList: Object.fromEntries(jobs.map(([name, job]) => [name, () => job.run({ door })])),
    parsedCronItems: parseCronItems(
      jobs.map(([task, { cron }]) => ({ task, match: cron, identifier: task, options: { maxAttempts: 3 } })),
    ),
  })
  return {
    stop: async () => {
      await runner.stop()
      await Promise.all([jobPool.end(), pool.end()])
    },
  }
}
