import { sql } from 'kysely'
import { stale } from '../../../platform/errors.ts'
import { difference } from '../../../platform/ledger/ledger.ts'
import { userId } from '../../../platform/resource/rows.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'
import { incidentSettingsEvents } from './incident-settings.events.ts'
import type { IncidentSettings, IncidentSettingsUpdate } from './incident-settings.schema.ts'

const UNTOUCHED: IncidentSettings = { auto_close_days: 7, version: 1, updated_at: null, updated_by: null }
const columns = sql`auto_close_days, version, updated_at, updated_by`

export const readSettings = async (tx: ReadTx): Promise<IncidentSettings> =>
  (await tx.maybe(sql<IncidentSettings>`select ${columns} from incident_settings`)) ?? UNTOUCHED

export async function updateSettings(
  tx: Tx,
  wanted: IncidentSettingsUpdate,
  ifMatch?: number,
): Promise<IncidentSettings> {
  const { organizationId } = tx.ctx
  await tx.run(sql`insert into incident_settings (organization_id, auto_close_days)
    values (${organizationId}, ${UNTOUCHED.auto_close_days}) on conflict do nothing`)
  const old = await tx.one(sql<IncidentSettings>`select ${columns} from incident_settings for update`)
  if (ifMatch !== undefined && ifMatch !== old.version) throw stale(old.version)
  const changed = difference(old, wanted)
  if (!changed) return old
  const { auto_close_days } = { ...old, ...wanted }
  await tx.run(sql`update incident_settings set auto_close_days = ${auto_close_days}, version = version + 1,
    updated_at = app.now(), updated_by = ${userId(tx)}`)
  tx.record(incidentSettingsEvents.updated(organizationId, changed.after, changed.before))
  return readSettings(tx)
}
