import { hostname } from 'node:os'
import type { Child } from '../stack/child.ts'
import type { Inspector } from '../stack/cluster.ts'
import { timeUntil } from './part.ts'

export const TAKEN_OVER_MS = 5000
const JOBS = 30

/**
 * Kills a worker in the middle of a job.
 * @returns milliseconds until none of its jobs is in its name any more; null when it had none just then
 */
export async function killWorker({ sql }: Inspector, worker: Child): Promise<number | null> {
  await sql(`select jobs.add_job('alerts.sweep') from generate_series(1, ${JOBS})`)
  const process = `${hostname()}:${worker.pid()}`
  const held = () =>
    sql<{ id: string; locked_by: string }>(
      `select j.id::text, j.locked_by from jobs.jobs j join app.workers w on w.id = j.locked_by where w.process = $1`,
      [process],
    )
  const isBusy = await timeUntil(2000, async () => (await held()).length > 0)
  worker.kill()
  if (isBusy === undefined) return null
  const [job] = await held()
  if (!job) return null
  const isTakenOver = async () =>
    (await sql('select from jobs.jobs where locked_by = $1', [job.locked_by])).length === 0
  // Longer than is allowed, so that what is too long has a figure.
  return (await timeUntil(4 * TAKEN_OVER_MS, isTakenOver)) ?? 4 * TAKEN_OVER_MS
}
