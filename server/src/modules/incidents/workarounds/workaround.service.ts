import { insertRow, lockRow, updateRow, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { checkIncidentSeen } from '../incident-part.queries.ts'
import { workaroundEvents } from './workaround.events.ts'
import { incidentWorkarounds, type WorkaroundInput } from './workaround.schema.ts'

/** @returns the new workaround's id */
export async function addWorkaround(tx: Tx, input: WorkaroundInput): Promise<number> {
  await checkIncidentSeen(tx, input.incident_id)
  const values = withOutcome(input)
  const workaround_id = await insertRow(tx, incidentWorkarounds, values)
  const { incident_id: id, outcome = null } = values as WorkaroundInput
  tx.record(workaroundEvents.worked_around(id, { workaround_id, outcome }))
  return workaround_id
}

export async function updateWorkaround(tx: Tx, id: number, values: Values, ifMatch?: number) {
  return updateRow(
    tx,
    incidentWorkarounds,
    await lockRow(tx, incidentWorkarounds, id, ifMatch),
    withOutcome(values),
  )
}

/** Taken in any letter case, kept in lower. */
const withOutcome = (values: Values): Values =>
  typeof values.outcome === 'string' ? { ...values, outcome: values.outcome.toLowerCase() } : values
