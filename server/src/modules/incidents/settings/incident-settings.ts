import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { stale } from '../../../platform/errors.ts'
import { Closed, Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'
import { difference } from '../../../platform/ledger/ledger.ts'
import { userId } from '../../../platform/resource/rows.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'
import { incidentSettingsEvents } from './incident-settings.events.ts'

const AutoCloseDays = Type.Integer({
  minimum: 0,
  maximum: 365,
  description: 'Days after which a resolved incident closes by itself; 0: never. 7 unless set',
})
export const IncidentSettingsUpdate = Closed({ auto_close_days: Type.Optional(AutoCloseDays) })
export const IncidentSettings = Type.Object({
  auto_close_days: AutoCloseDays,
  version: Type.Integer(),
  updated_at: Nullable(Timestamp),
  updated_by: Nullable(Id),
})
type Settings = Static<typeof IncidentSettings>

const UNTOUCHED: Settings = { auto_close_days: 7, version: 1, updated_at: null, updated_by: null }
const columns = sql`auto_close_days, version, updated_at, updated_by`

export const readSettings = async (tx: ReadTx): Promise<Settings> =>
  (await tx.maybe(sql<Settings>`select ${columns} from incident_settings`)) ?? UNTOUCHED

export async function updateSettings(
  tx: Tx,
  wanted: Static<typeof IncidentSettingsUpdate>,
  ifMatch?: number,
): Promise<Settings> {
  const { organizationId } = tx.ctx
  await tx.run(sql`insert into incident_settings (organization_id, auto_close_days)
    values (${organizationId}, ${UNTOUCHED.auto_close_days}) on conflict do nothing`)
  const old = await tx.one(sql<Settings>`select ${columns} from incident_settings for update`)
  if (ifMatch !== undefined && ifMatch !== old.version) throw stale(old.version)
  const changed = difference(old, wanted)
  if (!changed) return old
  const { auto_close_days } = { ...old, ...wanted }
  await tx.run(sql`update incident_settings set auto_close_days = ${auto_close_days}, version = version + 1,
    updated_at = app.now(), updated_by = ${userId(tx)}`)
  tx.record(incidentSettingsEvents.updated(organizationId, changed.after, changed.before))
  return readSettings(tx)
}
