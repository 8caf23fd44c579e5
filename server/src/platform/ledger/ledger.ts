import { sql } from 'kysely'
import { isSecretName } from '../secret-names.ts'
import type { Tx } from '../unit-of-work.ts'

/** One change as it is promised to the audit trail, to subscribers and to the live stream. */
export interface Change {
  /** Past tense, `<kind>.resolved`. */
  event: string
  /** The noun that changed. */
  kind: string
  /** The record, or the records of one committed batch. */
  id: number | number[]
  /** The changed fields as they were and as they are; a new record has no before. */
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}

/** A change that was recorded, with the version of its event's declaration. */
export interface Recorded extends Change {
  version: number
}

/** As JSON, in which no secret stands at whatever depth. @param kind of what they are fields */
export function redact(fields: Record<string, unknown> | null | undefined, kind = '') {
  if (!fields) return null
  return JSON.stringify(fields, (name, value) => (isSecretName(name, kind) ? '[redacted]' : value))
}

export async function insertLedgerRows(tx: Tx, changes: Recorded[]) {
  const { actor, organizationId, requestId, address } = tx.ctx
  const rows = changes.map(({ event, version, kind, id, before, after }) => {
    const [one, many] = Array.isArray(id) ? [null, id] : [id, null]
    return sql`(${organizationId}::bigint, ${actor.kind}, ${actor.id}::bigint, ${actor.name}, ${requestId}, ${address},
      ${event}, ${version}::smallint, ${kind}, ${one}::bigint, ${many}::bigint[], ${redact(before, kind)}::jsonb, ${redact(after, kind)}::jsonb)`
  })
  await tx.run(sql`
    insert into ledger (organization_id, actor_kind, actor_id, actor_name, request_id, address,
      event, event_version, subject_kind, subject_id, subject_ids, before, after)
    values ${sql.join(rows)}`)
}

/** The fields that differ, as before/after of a change; null when nothing does. */
export function difference(old: Record<string, unknown>, changed: Record<string, unknown>) {
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(changed)) {
    if (isSame(old[field], value)) continue
    before[field] = old[field] ?? null
    after[field] = value ?? null
  }
  return Object.keys(after).length > 0 ? { before, after } : null
}

function isSame(a: unknown, b: unknown) {
  if (a instanceof Date || b instanceof Date) return String(toTime(a)) === String(toTime(b))
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

function toTime(value: unknown) {
  return value instanceof Date || typeof value === 'string' ? new Date(value).getTime() : value
}
