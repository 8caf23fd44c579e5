import { sql } from 'kysely'
import type { Context } from '../../../platform/context.ts'
import { databaseTime } from '../../../platform/database-time.ts'
import type { JobTools } from '../../../platform/module.ts'
import { forEachTenant } from '../../../platform/tenants.ts'
import type { Door, Tx } from '../../../platform/unit-of-work.ts'
import type { IntegrationSettings } from '../integrations/integration.schema.ts'
import { policyOf } from '../integrations/integration.settings.ts'
import { reconcileSilences } from '../silences/silence.service.ts'
import { decideExpiry } from './alert.decide.ts'
import { alertEvents } from './alert.events.ts'
import { insertAlertEvents } from './alert.happenings.ts'
import { columnsOf, type StoredAlert, stateOf } from './alert.row.ts'
import { tidyAlerts } from './alert.upkeep.ts'

const BATCH = 500

/** Every minute, each tenant in transactions of its own: alerts not heard of in time expire, silences begin and end. */
export const sweepAlerts = ({ door }: JobTools) => forEachTenant(door, (ctx) => sweepTenant(door, ctx))

async function sweepTenant(door: Door, ctx: Context) {
  while ((await door.write(ctx, expireAlerts)) === BATCH);
  await door.write(ctx, sweepSilences)
  await tidyAlerts(door, ctx)
}

/** @returns how many had expired, at most a batch */
async function expireAlerts(tx: Tx): Promise<number> {
  const rows = await tx.all(sql<
    StoredAlert & { settings: IntegrationSettings }
  >`select a.*, i.settings from alerts a
    join integrations i on i.organization_id = a.organization_id and i.id = a.integration_id
    where a.workflow <> 'resolved' and a.condition = 'firing' and a.expires_at <= app.now() and a.deleted_at is null
    order by a.integration_id, a.dedup_key limit ${BATCH} for update of a skip locked`)
  if (rows.length === 0) return 0
  const now = await databaseTime(tx)
  const expired: StoredAlert[] = []
  for (const row of rows) {
    const decision = decideExpiry(stateOf(row), now, policyOf(row.settings))
    if (decision.kind !== 'change') continue
    const { workflow, condition, ends_at, resolved_at, resolution } = columnsOf({
      ...stateOf(row),
      ...decision.set,
    })
    await tx.run(sql`update alerts set workflow = ${workflow}, condition = ${condition}, ends_at = ${ends_at}, resolved_at = ${resolved_at},
      resolution = ${resolution}, version = version + 1, updated_at = app.now() where id = ${row.id}`)
    expired.push(row)
  }
  await insertAlertEvents(
    tx,
    expired.map((row) => ({ alertId: row.id, event: 'expired', details: { expires_at: row.expires_at } })),
  )
  if (expired.length > 0)
    tx.record(
      alertEvents.expired(
        expired.map(({ id }) => id),
        { count: expired.length },
      ),
    )
  return rows.length
}

async function sweepSilences(tx: Tx) {
  const touched = await tx.all(sql<{ integration_id: number }>`
    select distinct integration_id from silences where starts_at <= app.now() and ends_at > app.now()
    union select distinct integration_id from alerts where workflow <> 'resolved' and cardinality(suppressed_by) > 0`)
  for (const { integration_id } of touched) await reconcileSilences(tx, integration_id)
}
