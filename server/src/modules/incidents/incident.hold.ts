import { sql } from 'kysely'
import { databaseTime } from '../../platform/database-time.ts'
import { unprocessable } from '../../platform/errors.ts'
import type { Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import type { HoldReason } from './incident.lifecycle.ts'
import type { StoredIncident } from './incident.schema.ts'
import { linkOutside } from './links/incident-link.service.ts'

const REFERENCES = ['change_reference', 'problem_reference'] as const
type References = Partial<Record<(typeof REFERENCES)[number], string | null>>

/** Of what a hold can demand, what is linked already and need not be named again. */
export const linkedReferences = (links: readonly References[] = []) =>
  REFERENCES.filter((field) => links.some((link) => link[field]))

export const readLinkedReferences = async (tx: Tx, id: number) =>
  linkedReferences(
    await tx.all(sql<References>`select change_reference, problem_reference from incident_links
      where incident_id = ${id} and linked_incident_id is null and deleted_at is null`),
  )

/** Checks a hold, links what it names. @returns what it writes; what the requester is waited for is told them */
export async function holdIncident(tx: Tx, row: StoredIncident, input: Values) {
  const reason = String(input.hold_reason).toLowerCase() as HoldReason
  const until = input.hold_until ?? null
  if (until !== null && new Date(until as string) <= (await databaseTime(tx))) {
    const detail = 'must lie in the future'
    throw unprocessable(`hold_until: ${detail}`, [{ field: 'hold_until', code: 'out_of_range', detail }])
  }
  const { change_reference, problem_reference } = input as Record<string, string | undefined>
  if (change_reference) await linkOutside(tx, row.id, { type: 'resolved_by', change_reference })
  if (problem_reference) await linkOutside(tx, row.id, { type: 'caused_by', problem_reference })
  return {
    values: { hold_reason: reason, hold_until: until },
    isCommentPublic: reason === 'awaiting_caller',
  }
}
