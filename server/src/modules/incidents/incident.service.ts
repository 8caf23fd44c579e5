import { takeNumber } from '../../capabilities/numbered.ts'
import { type Context, can } from '../../platform/context.ts'
import { forbidden, unprocessable } from '../../platform/errors.ts'
import { nextStatus } from '../../platform/lifecycle/lifecycle.ts'
import { insertRow, lockRow, updateRow, userId, type Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { writeComment } from './comments/comment.service.ts'
import { checkChange } from './incident.amendment.ts'
import { withdrawIncident } from './incident.assignment.ts'
import { EFFECTS } from './incident.effects.ts'
import { checkParent, lockParent, moveIncident } from './incident.family.ts'
import { readLinkedReferences } from './incident.hold.ts'
import { type IncidentAction, incidentLifecycle } from './incident.lifecycle.ts'
import { mayPerform } from './incident.permissions.ts'
import { type IncidentInput, incidents, type StoredIncident } from './incident.schema.ts'
import { placed } from './incident.status.ts'
import { checkRequesterMay } from './major/major-incident.lifecycle.ts'
import { changedStanding, firstStanding, recordProposal } from './priority/incident.standing.ts'

/** @returns the new incident's id */
export async function openIncident(tx: Tx, input: IncidentInput): Promise<number> {
  checkMayReport(tx, input)
  if (input.parent_id) await checkParent(tx, null, await lockParent(tx, input.parent_id))
  return insertIncident(tx, input)
}

/** For whom it was checked already. @returns the new incident's id */
export async function insertIncident(tx: Tx, input: IncidentInput): Promise<number> {
  const stated = {
    impact: input.impact ?? 2,
    urgency: input.urgency ?? 2,
    affected_users: input.affected_users ?? null,
    requester_id: input.requester_id === undefined ? userId(tx) : input.requester_id,
    configuration_item_id: input.configuration_item_id ?? null,
  }
  const [standing, number] = await Promise.all([
    firstStanding(tx, stated, input.parent_id ?? null),
    takeNumber(tx, 'INC'),
  ])
  const values = { ...input, number, ...stated, ...standing, ...placed(incidentLifecycle.initial) }
  const id = await insertRow(tx, incidents, values)
  recordProposal(tx, id, standing)
  return id
}

/** How much it matters is for those who work on it to say; for whoever reports, how much it presses. */
function checkMayState(ctx: Context, input: IncidentInput) {
  if (ctx.actor.kind !== 'user' || can(ctx, 'incidents.view_all')) return
  const told = (['impact', 'affected_users'] as const).filter((field) => input[field] !== undefined)
  if (told.length === 0) return
  const detail = 'is set by the service desk; leave it out and state the urgency'
  throw unprocessable(
    `${told.join(', ')}: ${detail}`,
    told.map((field) => ({ field, code: 'forbidden', detail })),
  )
}

/** Who sees only their own reports for themselves; who may not assign does not do so while reporting. */
function checkMayReport({ ctx }: Tx, input: IncidentInput) {
  const { requester_id, assignee_id, team_id, parent_id } = input
  if (requester_id && requester_id !== ctx.actor.id && !can(ctx, 'incidents.view_all')) {
    const detail = 'must be yourself'
    throw unprocessable(`requester_id: ${detail}`, [{ field: 'requester_id', code: 'forbidden', detail }])
  }
  checkMayState(ctx, input)
  if ((assignee_id || team_id) && !can(ctx, 'incidents.assign')) throw forbidden('incidents.assign')
  if (parent_id && !can(ctx, 'incidents.update')) throw forbidden('incidents.update')
}

export async function updateIncident(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const parent = await lockParent(tx, values.parent_id)
  const row = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  await checkChange(tx, row, values)
  if (values.parent_id && values.parent_id !== row.parent_id) await checkParent(tx, row, parent)
  const withdrawn = withdrawIncident(row, values)
  const standing = await changedStanding(tx, row, values)
  const changed = await updateRow(tx, incidents, row, { ...values, ...withdrawn, ...standing })
  recordProposal(tx, id, standing)
  return changed
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
  checkRequesterMay(tx.ctx, name, row)
  const known = name === 'hold' ? await readLinkedReferences(tx, id) : []
  const status = nextStatus(incidentLifecycle, name, row, input, known)
  if (status === null) return false
  const { values, said, isCommentPublic } = await EFFECTS[name](tx, row, input)
  const takesChildrenAlong = input.resolve_children !== false
  const changed = await moveIncident(tx, row, status, values, action.emits, said, takesChildrenAlong)
  if (typeof input.comment === 'string' && input.comment.trim()) {
    const isInternal = !isCommentPublic && can(tx.ctx, 'incidents.read_internal')
    await writeComment(tx, id, { body: input.comment, visibility: isInternal ? 'internal' : 'public' })
  }
  return changed
}
