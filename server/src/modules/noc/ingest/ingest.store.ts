import { sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { columnsOf, STATE_COLUMNS, type StoredAlert } from '../alerts/alert.row.ts'
import type { AlertPlan } from './ingest.plan.ts'

/** Where an alert belongs: the integration's own place, or its configuration item's. */
export interface Place {
  client_id: number | null
  site_id: number | null
  configuration_item_id: number | null
}

const columns = Object.keys(STATE_COLUMNS)
const names = sql.join(columns.map((name) => sql.ref(name)))
const recordTypes = sql.raw(
  Object.entries(STATE_COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
)

/** The row of each identity that an event concerns, locked in the order of the keys: the open one, else the newest. */
export function lockNewest(tx: Tx, integrationId: number, keys: string[]): Promise<StoredAlert[]> {
  return tx.all(sql<StoredAlert>`select newest.* from (select key from unnest(${keys}::text[]) as key order by key collate "C") wanted
    cross join lateral (
      select * from alerts where integration_id = ${integrationId} and dedup_key = wanted.key
      order by workflow <> 'resolved' desc, id desc limit 1 for update) newest`)
}

export interface PlacedPlan {
  plan: AlertPlan
  place: Place
  suppressedBy: string[]
}

/** New rows in one statement. @returns those that went in: where another batch was faster with the same alert, none does */
export async function insertAlerts(
  tx: Tx,
  integrationId: number,
  placed: PlacedPlan[],
  previousIds: (number | null)[],
) {
  const rows = placed.map(({ plan, place, suppressedBy }, index) => ({
    ...columnsOf(plan.state),
    ...place,
    dedup_key: plan.dedupKey,
    links: plan.event.links,
    suppressed_by: suppressedBy,
    occurrence_count: Math.max(1, plan.heard),
    orphan_resolve: plan.isOrphan,
    previous_alert_id: previousIds[index],
  }))
  return tx.all(sql<{ id: number; dedup_key: string }>`
    insert into alerts (organization_id, integration_id, dedup_key, links, suppressed_by, occurrence_count, orphan_resolve,
      previous_alert_id, client_id, site_id, configuration_item_id, ${names})
    select ${tx.ctx.organizationId}, ${integrationId}, dedup_key, links, suppressed_by, occurrence_count, orphan_resolve,
      previous_alert_id, client_id, site_id, configuration_item_id, ${names}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(dedup_key text, links jsonb, suppressed_by text[],
      occurrence_count bigint, orphan_resolve boolean, previous_alert_id bigint, client_id bigint, site_id bigint,
      configuration_item_id bigint, ${recordTypes})
    on conflict (organization_id, integration_id, dedup_key) where workflow <> 'resolved' do nothing
    returning id, dedup_key`)
}

/** Known rows in one statement: changes get a new version, repeats only count. No index moves for a repeat. */
export async function updateAlerts(tx: Tx, placed: PlacedPlan[]) {
  if (placed.length === 0) return
  const rows = placed.map(({ plan, suppressedBy }) => ({
    ...columnsOf(plan.state),
    id: plan.row?.id,
    suppressed_by: suppressedBy,
    heard: plan.heard,
    refires: plan.refires,
    is_changed: plan.isChanged,
  }))
  const assignments = sql.join(columns.map((name) => sql`${sql.ref(name)} = r.${sql.ref(name)}`))
  await tx.run(sql`update alerts a set ${assignments},
      suppressed_by = r.suppressed_by,
      occurrence_count = a.occurrence_count + r.heard,
      refire_count = a.refire_count + r.refires,
      acknowledged_at = case when r.refires > 0 then null else a.acknowledged_at end,
      acknowledged_by = case when r.refires > 0 then null else a.acknowledged_by end,
      resolved_by = case when r.workflow = 'resolved' then a.resolved_by end,
      resolution_notes = case when r.workflow = 'resolved' then a.resolution_notes end,
      version = a.version + r.is_changed::int,
      updated_at = case when r.is_changed then app.now() else a.updated_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id bigint, suppressed_by text[], heard bigint,
      refires integer, is_changed boolean, ${recordTypes})
    where a.id = r.id`)
}
