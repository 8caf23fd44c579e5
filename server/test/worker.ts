import { startJobs, type WorkerConfig } from '../src/app/jobs.ts'
import { createLogger } from '../src/platform/log.ts'
import type { TestServer } from './harness.ts'

/** A worker beside a server under test. */
export async function startWorker(config: WorkerConfig, { address, door, sql }: TestServer) {
  // A clone of the template does not have what its migration granted on the database itself.
  await sql(
    `do $$ begin execute format('grant create on database %I to app_jobs', current_database()); end $$`,
  )
  return startJobs(config, address, door, createLogger('silent'))
}
