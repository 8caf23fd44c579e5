import { nextStatus } from '../../../platform/lifecycle/lifecycle.ts'
import { lockRow, updateRow, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { incidents, type StoredIncident } from '../incident.schema.ts'
import { manualStanding, recordProposal, restoredStanding } from './incident.standing.ts'
import { type PriorityAction, priorityLifecycle } from './priority.lifecycle.ts'

/** Carries out one action about the priority. @returns false when it had already taken effect */
export async function performOnPriority(
  tx: Tx,
  id: number,
  name: PriorityAction,
  input: Values,
  ifMatch?: number,
) {
  const row = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  const priority_source = nextStatus(priorityLifecycle, name, row, input)
  const isRepeat = priority_source === row.priority_source && row.priority === input.priority
  if (priority_source === null || isRepeat) return false
  const standing = await STANDINGS[name](tx, row, input)
  const said = input.reason ? { reason: input.reason } : {}
  const { emits } = priorityLifecycle.actions[name]
  const changed = await updateRow(tx, incidents, row, { ...standing, priority_source }, emits, said)
  recordProposal(tx, id, standing)
  return changed
}

const STANDINGS: Record<PriorityAction, (tx: Tx, row: StoredIncident, input: Values) => Promise<Values>> = {
  override_priority: (tx, row, { priority, reason }) =>
    manualStanding(tx, row, priority as number, reason as string),
  reset_priority: restoredStanding,
}
