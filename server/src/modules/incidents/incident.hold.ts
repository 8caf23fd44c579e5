import { sql } from 'kysely'
import { databaseTime } from '../../platform/database-time.ts'
import { missingFields, unprocessable } from '../../platform/errors.ts'
import type { Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import type { HoldReason } from './incident.lifecycle.ts'
import type { StoredIncident } from './incident.schema.ts'
import { linkOutside } from './links/incident-link.service.ts'

/** What each reason demands besides itself. A change or problem may also have been linked before. */
const DEMANDS: Partial<
  Record<HoldReason, 'comment' | 'hold_until' | 'change_reference' | 'problem_reference'>
> = {
  awaiting_caller: 'comment',
  awaiting_change: 'change_reference',
  awaiting_problem: 'problem_reference',
  scheduled: 'hold_until',
}

/** Checks a hold, links what it names. @returns what it writes; what the requester is waited for is told them */
export async function holdIncident(tx: Tx, row: StoredIncident, input: Values) {
  const reason = String(input.hold_reason).toLowerCase() as HoldReason
  const demanded = DEMANDS[reason]
  if (demanded && !isGiven(input[demanded]) && !(await isLinked(tx, row.id, demanded)))
    throw missingFields([demanded])
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

const isGiven = (value: unknown) => value !== undefined && value !== null && String(value).trim() !== ''

async function isLinked(tx: Tx, id: number, field: string) {
  if (!field.endsWith('_reference')) return false
  const link = await tx.maybe(
    sql`select from incident_links where incident_id = ${id} and ${sql.ref(field)} is not null and deleted_at is null limit 1`,
  )
  return link !== undefined
}
