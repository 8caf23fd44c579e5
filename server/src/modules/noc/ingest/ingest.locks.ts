import { sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import type { AlertSteps } from '../alerts/alert.collapse.ts'

/**
 * Who writes a source's alerts enters it first: batches together, and alone who must see that no row is about to come:
 * a resolve without a row (its trigger may be on its way) and a new silence (so may be what it silences).
 */
export function enterSource(tx: Tx, integrationId: number, how: 'together' | 'alone') {
  const lock = sql.raw(how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
  const name = `alert source ${tx.ctx.organizationId}/${integrationId}`
  return tx.all(sql`select ${lock}(hashtextextended(${name}, 0))`)
}

/** Does the batch begin with the end of something that we have no row of? */
export async function hasUnknownEnd(tx: Tx, integrationId: number, batch: AlertSteps[]): Promise<boolean> {
  const ends = batch
    .filter(({ steps }) => steps[0]?.event.action === 'resolve')
    .map(({ dedupKey }) => dedupKey)
  if (ends.length === 0) return false
  const unknown = await tx.maybe(sql`select from unnest(${ends}::text[]) as wanted(key)
    where not exists (select from alerts where integration_id = ${integrationId} and dedup_key = wanted.key) limit 1`)
  return unknown !== undefined
}
