import { type SqlBool, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Choice, Id, Nullable, Reference, stamps, Timestamp } from '../../../platform/http/schema.ts'
import { ActionsSchema, Changed } from '../../../platform/lifecycle/action-routes.ts'
import { offeredActions } from '../../../platform/lifecycle/lifecycle.ts'
import {
  type Filter,
  idFilter,
  integerFilter,
  rankFilter,
  textFilter,
  timestampFilter,
  wordFilter,
} from '../../../platform/list/filters.ts'
import { limitedTo } from '../../../platform/list/limit.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { clientLimit } from '../../core/index.ts'
import { EVERY_READ } from '../noc.permissions.ts'
import { alertLifecycle } from './alert.lifecycle.ts'
import type { StoredAlert } from './alert.row.ts'
import { SEVERITIES, SEVERITY_RANK } from './alert.severity.ts'

export const ALERT_STATUSES = [
  'open',
  'acknowledged',
  'assigned',
  'escalated',
  'suppressed',
  'resolved',
] as const
const Labels = Type.Record(Type.String(), Type.String())
const Seconds = Nullable(Type.Number({ description: 'Seconds' }))

const summary = {
  id: Id,
  status: Choice(ALERT_STATUSES),
  severity: Choice(SEVERITIES),
  title: Type.String(),
  dedup_key: Type.String(),
  condition: Type.String({ description: 'firing or ok: what the source says' }),
  workflow: Type.String({ description: 'open, acknowledged or resolved: what people made of it' }),
  suppressed_by: Type.Array(Type.String()),
  occurrence_count: Type.Integer(),
  refire_count: Type.Integer(),
  labels: Labels,
  starts_at: Timestamp,
  last_seen_at: Timestamp,
  resolved_at: Nullable(Timestamp),
  integration_id: Id,
  integration: Nullable(Reference),
  client_id: Nullable(Id),
  client: Nullable(Reference),
  site_id: Nullable(Id),
  site: Nullable(Reference),
  configuration_item_id: Nullable(Id),
  configuration_item: Nullable(Reference),
  assignee_id: Nullable(Id),
  assignee: Nullable(Reference),
  team_id: Nullable(Id),
  team: Nullable(Reference),
  incident_id: Nullable(Id),
  incident: Nullable(Reference),
  escalation_level: Type.Integer(),
  actions: ActionsSchema,
  ...stamps,
}
export const AlertSummary = Type.Object(summary)
export const Alert = Type.Object({
  ...summary,
  description: Type.String(),
  annotations: Labels,
  links: Type.Array(Type.Object({ href: Type.String(), text: Type.String() })),
  ends_at: Nullable(Timestamp),
  expires_at: Nullable(Timestamp),
  acknowledged_at: Nullable(Timestamp),
  acknowledged_by: Nullable(Id),
  resolved_by: Nullable(Id),
  resolution: Nullable(Type.String()),
  resolution_notes: Nullable(Type.String()),
  resolved_while_firing: Type.Boolean(),
  orphan_resolve: Type.Boolean(),
  previous_alert_id: Nullable(Id),
  time_to_ack: Seconds,
  time_to_resolve: Seconds,
  changed: Changed,
})

const pointing = pointers({
  integration: 'integrations.name',
  client: 'clients.name',
  site: 'sites.name',
  configuration_item: 'configuration_items.name',
  assignee: 'users.display_name',
  team: 'teams.name',
  incident: 'incidents.number',
})
type Row = StoredAlert &
  LabelColumns<'integration' | 'client' | 'site' | 'configuration_item' | 'assignee' | 'team' | 'incident'>

export const alerts = defineResource<Row, Static<typeof Alert>>({
  kind: 'alert',
  path: '/api/noc/alerts',
  tag: 'Alerts',
  table: 'alerts',
  topic: 'alerts',
  recordedReads: EVERY_READ,
  // Made and changed by their sources and by the actions of people.
  plainEvents: [],
  // Sources make alerts; people act on them, and nobody rewrites or deletes them.
  permissions: {
    view: 'noc:view',
    create: 'noc:ack',
    update: 'noc:ack',
    delete: 'noc:ack',
    restore: 'records.restore',
  },
  record: Alert,
  summary: AlertSummary,
  pointers: pointing.tables,
  personal: {
    fields: {
      title: 'text',
      dedup_key: 'text',
      labels: 'text',
      description: 'text',
      annotations: 'text',
      links: 'text',
      resolution_notes: 'text',
      resolution: 'text',
    },
  },
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`alerts t`,
    visible: limitedTo(clientLimit, 't.client_id'),
  },
  lifecycles: [alertLifecycle],
  list: {
    filters: {
      status: statusFilter(),
      severity: rankFilter('t.severity_rank', SEVERITY_RANK),
      workflow: wordFilter('t.workflow', Object.keys(alertLifecycle.statuses)),
      condition: wordFilter('t.condition', ['firing', 'ok']),
      title: textFilter('t.title'),
      dedup_key: textFilter('t.dedup_key'),
      integration_id: idFilter('t.integration_id'),
      client_id: idFilter('t.client_id'),
      site_id: idFilter('t.site_id'),
      configuration_item_id: idFilter('t.configuration_item_id'),
      assignee_id: idFilter('t.assignee_id'),
      team_id: idFilter('t.team_id'),
      incident_id: idFilter('t.incident_id'),
      occurrence_count: integerFilter('t.occurrence_count'),
      starts_at: timestampFilter('t.starts_at'),
      last_seen_at: timestampFilter('t.last_seen_at'),
      resolved_at: timestampFilter('t.resolved_at'),
      created_at: timestampFilter('t.created_at'),
    },
    // Only by what no repeat moves: an index on a counter or on words would cost each repeat its place in the page.
    ordering: {
      severity: { column: 't.severity_rank', type: 'smallint' },
      starts_at: { column: 't.starts_at', type: 'timestamptz' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: '-severity,-starts_at',
    search: 'alert',
  },
  present: (row, ctx) => ({
    ...row,
    ...(row as unknown as Static<typeof Alert>),
    ...pointing.show(row),
    time_to_ack: secondsBetween(row.starts_at, row.acknowledged_at),
    time_to_resolve: secondsBetween(row.starts_at, row.resolved_at),
    actions: offeredActions(alertLifecycle, row, ctx),
  }),
})

/** Every status but resolved is one of an open alert; said so, the index of the open alerts serves it as well. */
function statusFilter(): Filter {
  const { '': one, in: several, ...others } = wordFilter('t.status', ALERT_STATUSES)
  const narrowed =
    (of: Filter[string] | undefined): Filter[string] =>
    (text, name) => {
      const predicate = of?.(text, name) ?? sql<SqlBool>`true`
      return /resolved/i.test(text) ? predicate : sql<SqlBool>`(${predicate} and t.workflow <> 'resolved')`
    }
  return { ...others, '': narrowed(one), in: narrowed(several) }
}

/** Never negative: a source's clock may run ahead of ours. */
function secondsBetween(from: Date, to: Date | null) {
  return to === null ? null : Math.max(0, (to.getTime() - from.getTime()) / 1000)
}
