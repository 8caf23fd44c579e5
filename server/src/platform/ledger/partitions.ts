import { sql } from 'kysely'
import { systemContext } from '../context.ts'
import type { Door } from '../unit-of-work.ts'

/** Keeps the ledger's partitions months ahead, for a process that runs long. */
export async function ensureLedgerPartitions({ door }: { door: Door }) {
  await door.write(systemContext(0, 'partitions'), (tx) => tx.all(sql`select app.ensure_ledger_partitions()`))
}
