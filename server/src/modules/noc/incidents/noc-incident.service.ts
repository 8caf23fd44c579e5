import { type SqlBool, sql } from 'kysely'
import { databaseTime } from '../../../platform/database-time.ts'
import { conflict, unprocessable } from '../../../platform/errors.ts'
import type { Subscriber, Tx } from '../../../platform/unit-of-work.ts'
import { openIncident } from '../../incidents/index.ts'
import { lockAlerts, lockAlertsWhere } from '../alerts/alert.locks.ts'
import type { StoredAlert } from '../alerts/alert.row.ts'
import { changeAlert, resolution } from '../alerts/alert.service.ts'
import { isMoreSevere, type Severity } from '../alerts/alert.severity.ts'

interface FromAlerts {
  alert_ids: number[]
  title?: string
  impact?: number
  urgency?: number
}

/** What the highest severity among the alerts means for the incident. */
const GRAVITY: Record<Severity, { impact: number; urgency: number }> = {
  critical: { impact: 1, urgency: 1 },
  high: { impact: 2, urgency: 1 },
  warning: { impact: 2, urgency: 2 },
  low: { impact: 3, urgency: 3 },
  info: { impact: 3, urgency: 3 },
}

/** One incident for these alerts, which are linked to it. @returns its id */
export async function openIncidentFromAlerts(
  tx: Tx,
  { alert_ids, title, impact, urgency }: FromAlerts,
): Promise<number> {
  const rows = await lockFreeAlerts(tx, alert_ids)
  const worst = rows.reduce((worst, row) =>
    isMoreSevere(row.severity as Severity, worst.severity as Severity) ? row : worst,
  )
  const gravity = GRAVITY[worst.severity as Severity]
  const id = await openIncident(tx, {
    title:
      (title ?? (rows.length === 1 ? worst.title : `${worst.title} (and ${rows.length - 1} more)`)).slice(
        0,
        255,
      ) || 'Alert',
    description: rows
      .map((row) => `[${row.severity}] ${row.title}`)
      .join('\n')
      .slice(0, 60_000),
    impact: impact ?? gravity.impact,
    urgency: urgency ?? gravity.urgency,
    channel: 'monitoring',
    // Who is limited to clients can only see an incident of one of them.
    client_id: common(rows, 'client_id') ?? (tx.ctx.clientIds ? worst.client_id : null),
    site_id: common(rows, 'site_id'),
    configuration_item_id: common(rows, 'configuration_item_id'),
  })
  for (const row of rows) await changeAlert(tx, row, 'linked', { incident_id: id })
  return id
}

const common = (rows: StoredAlert[], field: 'client_id' | 'site_id' | 'configuration_item_id') =>
  rows.every((row) => row[field] === rows[0]?.[field]) ? (rows[0]?.[field] ?? null) : null

/** The alerts, locked; each must be there and without an open incident. */
async function lockFreeAlerts(tx: Tx, ids: number[]) {
  const wanted = [...new Set(ids)]
  const rows = await lockAlerts(tx, wanted)
  const missing = wanted.filter((id) => !rows.some((row) => row.id === id))
  if (missing.length > 0) {
    const errors = missing.map((id) => ({
      field: 'alert_ids',
      code: 'unknown_reference',
      detail: `there is no alert ${id}`,
    }))
    throw unprocessable(`alert_ids: there is no alert ${missing.join(', ')}`, errors)
  }
  const linked = await tx.all(sql<{ id: number; number: string }>`select a.id, i.number from alerts a
    join incidents i on i.organization_id = a.organization_id and i.id = a.incident_id
    where a.id = any(${wanted}::bigint[]) and i.status_category in ('new', 'active', 'hold') and i.deleted_at is null`)
  if (linked.length > 0) {
    const errors = linked.map(({ id, number }) => ({
      field: `alert_ids.${id}`,
      code: 'has_incident',
      detail: `alert ${id} belongs to ${number}`,
    }))
    throw conflict(errors.map(({ detail }) => detail).join('; '), errors)
  }
  return rows
}

/** Resolving an incident resolves what is still open of its alerts. */
export const resolveAlertsOfIncident: Subscriber = async (tx, change) => {
  const isOpenAlertOfIt = sql<SqlBool>`t.incident_id = ${change.id as number} and t.workflow <> 'resolved'`
  const rows = await lockAlertsWhere(tx, isOpenAlertOfIt)
  if (rows.length === 0) return
  const now = await databaseTime(tx)
  const notes = String(change.after?.resolution_notes ?? '')
  for (const row of rows)
    await changeAlert(tx, row, 'resolved', resolution(row, now, tx.ctx.actor.id, 'incident', notes))
}
