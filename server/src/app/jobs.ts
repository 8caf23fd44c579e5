import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { systemClock } from '../platform/clock.ts'
import { createPool, createPools, type DatabaseAddress } from '../platform/database.ts'
import { createMailer } from '../platform/mail/mailer.ts'
import { createDoor, type Door } from '../platform/unit-of-work.ts'
import type { Config } from './config.ts'
import { type JobRunner, startRunner } from './job-runner.ts'
import { events, subscribersByEvent } from './modules.ts'
import { openSealing } from './secret-key.ts'

const RESTART_MS = 1000

/** Who waits to be seen by the others waits no longer. */
function letGo({ liveness, stop }: JobRunner) {
  liveness.retire()
  return stop()
}

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
    for (;;) {
      const reason = await current.ended
      await current.liveness.leave()
      if (isStopping) return
      log.warn({ err: reason }, 'the worker stopped by itself, starting again')
      await restart()
      if (isStopping) await letGo(current)
    }
  }

  async function restart() {
    for (;;) {
      await sleep(RESTART_MS)
      if (isStopping) return
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
      await letGo(current)
      await running
      mailer?.close()
      await Promise.all([jobPool.end(), pools.end()])
    },
  }
}
