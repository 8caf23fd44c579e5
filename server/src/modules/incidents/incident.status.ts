import { updateRow, type Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { type IncidentStatus, incidentLifecycle } from './incident.lifecycle.ts'
import { incidents, type StoredIncident } from './incident.schema.ts'

/** A status with its category, which reports and lists read. */
export const placed = (status: IncidentStatus) => ({
  status,
  status_category: incidentLifecycle.statuses[status],
})

/** What a hold leaves behind when it ends. */
export const resuming = (now: Date) => ({ hold_reason: null, hold_until: null, resumed_at: now })

/** One step of one locked incident. @param event past tense @param said what lives in the ledger only */
export const writeStatus = (
  tx: Tx,
  row: StoredIncident,
  status: IncidentStatus,
  values: Values,
  event: string,
  said?: Values,
) => updateRow(tx, incidents, row, { ...values, ...placed(status) }, event, said)
