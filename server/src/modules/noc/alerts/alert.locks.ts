import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import type { StoredAlert } from './alert.row.ts'
import { alerts } from './alert.schema.ts'

/**
 * Locks alerts in the one order in which everybody locks several: by source and dedup key, as ingest does.
 * Whoever keeps to it cannot deadlock with the others.
 */
export function lockAlertsWhere(tx: Tx, condition: RawBuilder<SqlBool>): Promise<StoredAlert[]> {
  return tx.all(sql<StoredAlert>`select t.* from alerts t where ${condition} and t.deleted_at is null
    order by t.integration_id, t.dedup_key, t.id for no key update of t`)
}

/** Those of the alerts that this caller may see, locked. */
export function lockAlerts(tx: Tx, ids: number[]) {
  const visible = alerts.source.visible?.(tx.ctx) ?? sql<SqlBool>`true`
  return lockAlertsWhere(tx, sql<SqlBool>`t.id = any(${ids}::bigint[]) and ${visible}`)
}
