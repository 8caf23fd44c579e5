import { sql } from 'kysely'
import type { Tx } from './unit-of-work.ts'

/** Work for a worker, which begins when this transaction has committed. @param attempts with growing waits between them */
export async function addJob(tx: Tx, task: string, payload: object, attempts: number) {
  await tx.all(sql`select app.add_job(${task}, ${JSON.stringify(payload)}::json, ${attempts})`)
}
