import { takeNumber } from '../../capabilities/numbered.ts'
import { can } from '../../platform/context.ts'
import { databaseTime } from '../../platform/database-time.ts'
import { conflict, forbidden, unprocessable } from '../../platform/errors.ts'
import { nextStatus } from '../../platform/lifecycle/lifecycle.ts'
import { checkPointers } from '../../platform/resource/pointers.ts'
import { insertRow, lockRow, updateRow, userId, type Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { addComment } from './comment.service.ts'
import { type IncidentAction, type IncidentStatus, incidentLifecycle } from './incident.lifecycle.ts'
import { mayPerform } from './incident.permissions.ts'
import { priorityOf } from './incident.priority.ts'
import { type IncidentInput, incidents, type StoredIncident } from './incident.schema.ts'

/** @returns the new incident's id */
export async function openIncident(tx: Tx, input: IncidentInput): Promise<number> {
  checkMayReport(tx, input)
  const impact = input.impact ?? 2
  const urgency = input.urgency ?? 2
  return insertRow(tx, incidents, {
    ...input,
    number: await takeNumber(tx, 'INC'),
    impact,
    urgency,
    priority: priorityOf(impact, urgency),
    requester_id: input.requester_id === undefined ? userId(tx) : input.requester_id,
    ...placed(incidentLifecycle.initial),
  })
}

/** Who sees only their own reports for themselves; who may not assign does not do so while reporting. */
function checkMayReport({ ctx }: Tx, { requester_id, assignee_id, team_id }: IncidentInput) {
  if (requester_id && requester_id !== ctx.actor.id && !can(ctx, 'incidents.view_all')) {
    const detail = 'must be yourself'
    throw unprocessable(`requester_id: ${detail}`, [{ field: 'requester_id', code: 'forbidden', detail }])
  }
  if ((assignee_id || team_id) && !can(ctx, 'incidents.assign')) throw forbidden('incidents.assign')
}

export async function updateIncident(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  if (['closed', 'cancelled'].includes(row.status))
    throw conflict(`The incident is ${row.status}; its fields are final.`)
  const { impact, urgency } = { ...row, ...values } as StoredIncident
  return updateRow(tx, incidents, row, { ...values, priority: priorityOf(impact, urgency) })
}

/** Carries out one action of the lifecycle. @returns false when it had already taken effect */
export async function performOnIncident(
  tx: Tx,
  id: number,
  name: IncidentAction,
  input: Values,
  ifMatch?: number,
) {
  const row = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  const action = incidentLifecycle.actions[name]
  if (!mayPerform(tx.ctx, name, row.status)) throw forbidden('incidents.view_all')
  const status = nextStatus(incidentLifecycle, name, row.status as IncidentStatus, input, row)
  if (status === null) return false
  const { values, said } = await EFFECTS[name](tx, row, input)
  const changed = await updateRow(tx, incidents, row, { ...values, ...placed(status) }, action.emits, said)
  if (typeof input.comment === 'string' && input.comment.trim()) {
    await addComment(tx, id, {
      body: input.comment,
      visibility: can(tx.ctx, 'incidents.read_internal') ? 'internal' : 'public',
    })
  }
  return changed
}

const placed = (status: IncidentStatus) => ({ status, status_category: incidentLifecycle.statuses[status] })

interface Effect {
  values: Values
  /** What is said along and lives in the ledger only. */
  said?: Values
}

/** What each action writes besides the status. */
const EFFECTS: Record<
  IncidentAction,
  (tx: Tx, row: StoredIncident, input: Values) => Effect | Promise<Effect>
> = {
  acknowledge: async (tx, row) => ({
    values: row.acknowledged_at ? {} : { acknowledged_at: await databaseTime(tx) },
  }),
  assign: (_, row, input) => {
    const { assignee_id, team_id } = input
    if (assignee_id === undefined && team_id === undefined) {
      const detail = 'a person or a team is required'
      throw unprocessable(`assignee_id: ${detail}`, [
        { field: 'assignee_id', code: 'required', detail },
        { field: 'team_id', code: 'required', detail },
      ])
    }
    const to = {
      assignee_id: assignee_id === undefined ? row.assignee_id : assignee_id,
      team_id: team_id === undefined ? row.team_id : team_id,
    }
    const isReassigned =
      row.status !== 'new' && (to.assignee_id !== row.assignee_id || to.team_id !== row.team_id)
    return { values: isReassigned ? { ...to, reassignment_count: row.reassignment_count + 1 } : to }
  },
  hold: (_, __, input) => ({
    values: { hold_reason: String(input.hold_reason).toLowerCase(), hold_until: input.hold_until ?? null },
  }),
  resume: () => ({ values: { hold_reason: null, hold_until: null } }),
  escalate: async (tx, row, { team_id, user_id, reason }) => {
    // Under the name it was sent by; the record's own field is called otherwise.
    await checkPointers(tx, { pointers: { user_id: 'users' } }, { user_id })
    const values = {
      escalation_level: row.escalation_level + 1,
      ...(team_id === undefined ? {} : { team_id }),
      ...(user_id === undefined ? {} : { assignee_id: user_id }),
    }
    return { values, said: { reason } }
  },
  resolve: async (tx, _, { resolution_code, resolution_notes }) => ({
    values: {
      resolution_code,
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
      reopen_count: row.reopen_count + 1,
    },
    said: { reason },
  }),
  cancel: (_, __, { reason }) => ({ values: { cancel_reason: reason, hold_reason: null, hold_until: null } }),
}
