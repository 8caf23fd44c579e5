import { sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { columnsOf, type KnownAlert, STATE_COLUMNS } from '../alerts/alert.row.ts'
import type { AlertPlan } from './ingest.plan.ts'

/** Where an alert belongs: the integration's own place, or its configuration item's. */
export interface Place {
  client_id: number | null
  site_id: number | null
  configuration_item_id: number | null
}

const stateColumns = Object.keys(STATE_COLUMNS)
const KNOWN_COLUMNS = sql.join(
  ['id', 'dedup_key', 'suppressed_by', ...stateColumns].map((name) => sql.ref(name)),
)
const stateTypes = sql.raw(
  Object.entries(STATE_COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
)

/** The row of each identity that an event concerns, locked in the order of the keys: the open one, else the newest. */
export function lockKnown(tx: Tx, integrationId: number, keys: string[]): Promise<KnownAlert[]> {
  return tx.all(sql<KnownAlert>`select known.* from (select key from unnest(${keys}::text[]) as key order by key collate "C") wanted
    cross join lateral (
      select ${KNOWN_COLUMNS} from alerts where integration_id = ${integrationId} and dedup_key = wanted.key
      order by workflow <> 'resolved' desc, id desc limit 1 for no key update) known`)
}

export interface PlacedPlan {
  plan: AlertPlan
  place: Place
  suppressedBy: string[]
}

/**
 * New rows with the event that tells of them, in one statement. A new alert is mostly one that fires, so a row says only
 * what differs from that. @returns those that went in: where another batch was faster with the same alert, none does
 */
export async function insertAlerts(
  tx: Tx,
  integrationId: number,
  placed: PlacedPlan[],
  previousId: (plan: AlertPlan) => number | null,
) {
  const { organizationId, actor } = tx.ctx
  const rows = placed.map((item) => newRow(item, previousId(item.plan)))
  return tx.all(sql<{ id: number; dedup_key: string }>`
    with opened as (
      insert into alerts (organization_id, integration_id, dedup_key, title, description, severity, condition, workflow, labels,
        annotations, links, starts_at, latest_starts_at, ends_at, expires_at, last_seen_at, resolved_at, resolution, suppressed_by,
        occurrence_count, orphan_resolve, previous_alert_id, client_id, site_id, configuration_item_id, created_at, updated_at)
      select ${organizationId}, ${integrationId}, dedup_key, title, coalesce(description, ''), severity,
        coalesce(condition, 'firing'), coalesce(workflow, 'open'), labels, coalesce(annotations, '{}'), coalesce(links, '[]'),
        starts_at, coalesce(latest_starts_at, starts_at), ends_at, expires_at, time.now, resolved_at, resolution,
        coalesce(suppressed_by, '{}'), coalesce(occurrence_count, 1), coalesce(orphan_resolve, false), previous_alert_id,
        client_id, site_id, configuration_item_id, time.now, time.now
      from (select app.now() as now offset 0) time, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        dedup_key text, title text, description text, severity text, condition text, workflow text, labels jsonb,
        annotations jsonb, links jsonb, starts_at timestamptz, latest_starts_at timestamptz, ends_at timestamptz,
        expires_at timestamptz, resolved_at timestamptz, resolution text, suppressed_by text[], occurrence_count bigint,
        orphan_resolve boolean, previous_alert_id bigint, client_id bigint, site_id bigint, configuration_item_id bigint)
      on conflict (organization_id, integration_id, dedup_key) where workflow <> 'resolved' do nothing
      returning id, dedup_key, severity, starts_at, created_at, ends_at, resolution),
    told as (
      insert into alert_events (organization_id, alert_id, at, event, actor_kind, actor_id, actor_name, details)
      select ${organizationId}, id, created_at, 'created', ${actor.kind}, ${actor.id}, ${actor.name},
        jsonb_strip_nulls(jsonb_build_object('severity', severity, 'starts_at', starts_at, 'ends_at', ends_at, 'resolution', resolution))
      from opened)
    select id, dedup_key from opened`)
}

function newRow({ plan, place, suppressedBy }: PlacedPlan, previousId: number | null) {
  const { state, event } = plan
  const isFiring = state.condition === 'firing' && state.workflow === 'open'
  return {
    dedup_key: plan.dedupKey,
    title: state.title,
    description: state.description || undefined,
    severity: state.severity,
    labels: state.labels,
    annotations: Object.keys(state.annotations).length > 0 ? state.annotations : undefined,
    links: event.links.length > 0 ? event.links : undefined,
    starts_at: state.startsAt,
    latest_starts_at: state.latestStartsAt > state.startsAt ? state.latestStartsAt : undefined,
    expires_at: state.expiresAt ?? undefined,
    suppressed_by: suppressedBy.length > 0 ? suppressedBy : undefined,
    occurrence_count: plan.heard > 1 ? plan.heard : undefined,
    client_id: place.client_id ?? undefined,
    site_id: place.site_id ?? undefined,
    configuration_item_id: place.configuration_item_id ?? undefined,
    previous_alert_id: previousId ?? undefined,
    ...(isFiring
      ? {}
      : {
          condition: state.condition,
          workflow: state.workflow,
          ends_at: state.endsAt,
          resolved_at: state.resolvedAt,
          resolution: state.resolution,
          orphan_resolve: plan.isOrphan,
        }),
  }
}

/**
 * Mere repeats in one statement. It touches no index and no text, so the rows stay in their pages. That it writes the severity,
 * unchanged, spares most of its cost: without an input of a generated column among what is written, PostgreSQL reads the
 * definitions of all of them anew for each row.
 */
export async function countRepeats(tx: Tx, placed: PlacedPlan[]) {
  if (placed.length === 0) return
  const of = <T>(pick: (plan: AlertPlan) => T) => placed.map(({ plan }) => pick(plan))
  await tx.run(sql`update alerts a set occurrence_count = a.occurrence_count + r.heard,
      last_seen_at = greatest(a.last_seen_at, (select app.now())), latest_starts_at = r.latest_starts_at,
      expires_at = r.expires_at, severity = a.severity
    from unnest(${of(({ row }) => row?.id)}::bigint[], ${of(({ heard }) => heard)}::integer[],
      ${timeTexts(of(({ state }) => state.latestStartsAt))}::timestamptz[],
      ${timeTexts(of(({ state }) => state.expiresAt))}::timestamptz[])
      as r(id, heard, latest_starts_at, expires_at)
    where a.id = r.id`)
}

/** Where few times differ, each is written out once. */
function timeTexts(times: (Date | null)[]): (string | null)[] {
  const texts = new Map<number, string>()
  return times.map((time) => {
    if (time === null) return null
    const known = texts.get(time.getTime())
    if (known !== undefined) return known
    const text = time.toISOString()
    texts.set(time.getTime(), text)
    return text
  })
}

/** Known rows in one statement: a change has a new version. Words and labels are sent where they differ only. */
export async function updateAlerts(tx: Tx, placed: PlacedPlan[]) {
  if (placed.length === 0) return
  const rows = placed.map(({ plan, suppressedBy }) => ({
    ...columnsOf(plan.state),
    ...sameTexts(plan),
    id: plan.row?.id,
    suppressed_by: suppressedBy,
    heard: plan.heard,
    refires: plan.refires,
    is_changed: plan.isChanged,
  }))
  const assignments = sql.join(
    stateColumns.map((name) =>
      TEXTS.some((text) => text === name)
        ? sql`${sql.ref(name)} = coalesce(r.${sql.ref(name)}, a.${sql.ref(name)})`
        : sql`${sql.ref(name)} = r.${sql.ref(name)}`,
    ),
  )
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
      refires integer, is_changed boolean, ${stateTypes})
    where a.id = r.id`)
}

const TEXTS = ['title', 'description', 'labels', 'annotations'] as const

/** Those texts of a known row that stay as they are, as nothing to send. */
const sameTexts = ({ row, state }: AlertPlan) =>
  Object.fromEntries(TEXTS.filter((name) => row?.[name] === state[name]).map((name) => [name, undefined]))
