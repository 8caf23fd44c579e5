import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { presentRow } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { type IntegrationKind, integrations } from './integration.schema.ts'

/** Sources are told of a new key one by one; the old one works until then, or ends at once when it has leaked. */
const OVERLAP_HOURS = 24

export const hashKey = (key: string) => createHash('sha256').update(key).digest()

/** The record with a key that is told this once. */
export async function withNewKey(tx: Tx, publicUrl: string, id: number, overlapHours = OVERLAP_HOURS) {
  const key = `wdk_${randomBytes(24).toString('base64url')}`
  await tx.all(
    sql`select auth.put_integration_key(${id}, ${hashKey(key)}, ${`${overlapHours} hours`}::interval)`,
  )
  const record = await presentRow(tx, integrations, id)
  return { ...record, key, url: publicUrl + pathOf(record.kind as IntegrationKind, key) }
}

const pathOf = (kind: IntegrationKind, key: string) =>
  kind === 'alertmanager' ? `/am/${key}` : `/api/ingest/${kind}/${key}/`
