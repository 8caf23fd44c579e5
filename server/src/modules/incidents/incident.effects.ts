import { databaseTime } from '../../platform/database-time.ts'
import { userId, type Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { escalate } from './escalation/incident.escalation.ts'
import { assignIncident, checkMayAcknowledge } from './incident.assignment.ts'
import { holdIncident } from './incident.hold.ts'
import type { IncidentAction } from './incident.lifecycle.ts'
import type { StoredIncident } from './incident.schema.ts'
import { resuming } from './incident.status.ts'
import { markDuplicate } from './links/incident.duplicate.ts'

interface Effect {
  values: Values
  /** What is said along and lives in the ledger only. */
  said?: Values
  /** Is the comment that came along for the requester? */
  isCommentPublic?: boolean
}

/** What each action checks and writes besides the status. */
export const EFFECTS: Record<
  IncidentAction,
  (tx: Tx, row: StoredIncident, input: Values) => Effect | Promise<Effect>
> = {
  acknowledge: async (tx, row) => {
    await checkMayAcknowledge(tx, row)
    return { values: row.acknowledged_at ? {} : { acknowledged_at: await databaseTime(tx) } }
  },
  assign: (_, row, input) => ({ values: assignIncident(row, input) }),
  hold: holdIncident,
  resume: async (tx) => ({ values: resuming(await databaseTime(tx)) }),
  escalate,
  resolve: async (tx, _, { resolution_code, resolution_notes }) => ({
    values: {
      resolution_code: String(resolution_code).toLowerCase(),
      resolution_notes,
      hold_reason: null,
      hold_until: null,
      resolved_at: await databaseTime(tx),
      resolved_by: userId(tx),
    },
  }),
  close: async (tx) => ({ values: { closed_at: await databaseTime(tx), closed_by: userId(tx) } }),
  reopen: async (tx, row, { reason }) => ({
    values: {
      resolution_code: null,
      resolution_notes: null,
      resolved_at: null,
      resolved_by: null,
      reopened_at: await databaseTime(tx),
      reopened_by: userId(tx),
      reopen_count: row.reopen_count + 1,
    },
    said: { reason },
  }),
  cancel: async (tx, row, { reason, duplicate_of_id }) => {
    if (duplicate_of_id) await markDuplicate(tx, row, duplicate_of_id as number)
    return { values: { cancel_reason: reason, hold_reason: null, hold_until: null } }
  },
}
