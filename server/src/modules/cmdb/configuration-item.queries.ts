import { sql } from 'kysely'
import type { ReadTx } from '../../platform/unit-of-work.ts'

export interface PlacedItem {
  id: number
  /** The name, host name or address it was found by. */
  called: string
  client_id: number | null
  site_id: number | null
}

/** The live items that go by one of these names, host names or addresses (lower case). */
export function findItemsCalled(tx: ReadTx, names: string[]): Promise<PlacedItem[]> {
  if (names.length === 0) return Promise.resolve([])
  const found = (
    column: string,
  ) => sql<PlacedItem>`select id, ${sql.ref(column)} as called, client_id, site_id
    from configuration_items where ${sql.ref(column)} = any(${names}::text[]) and deleted_at is null`
  return tx.all(sql<PlacedItem>`${found('host_name')} union ${found('ip_address')} union ${found('name')}`)
}
