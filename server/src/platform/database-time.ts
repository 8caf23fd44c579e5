import { sql } from 'kysely'
import type { ReadTx } from './unit-of-work.ts'

/** The time of this transaction as the database has it: what stored times are compared with and set to. */
export async function databaseTime(tx: ReadTx): Promise<Date> {
  return (await tx.one(sql<{ now: Date }>`select app.now() as now`)).now
}
