import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../db/types.ts'
import { type Context, can } from '../../platform/context.ts'
import {
  Choice,
  Closed,
  Id,
  LongText,
  Nullable,
  Reference,
  stamps,
  Text,
  Timestamp,
} from '../../platform/http/schema.ts'
import { ActionsSchema, Changed } from '../../platform/lifecycle/action-routes.ts'
import { OPEN_CATEGORIES, offeredActions } from '../../platform/lifecycle/lifecycle.ts'
import {
  idFilter,
  integerFilter,
  textFilter,
  timestampFilter,
  wordFilter,
} from '../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../platform/resource/pointers.ts'
import { defineResource } from '../../platform/resource/resource.ts'
import { linkedReferences } from './incident.hold.ts'
import { type IncidentAction, incidentLifecycle } from './incident.lifecycle.ts'
import { mayPerform, personalTexts, visibleIncidents, workLimit } from './incident.permissions.ts'
import { type Relations, relationColumns, relations } from './links/incident.relations.ts'
import { majorLifecycle, mayRequesterDo } from './major/major-incident.lifecycle.ts'
import {
  STAFF_FIELDS,
  shownReasons,
  standingDetails,
  standingFilters,
  standingSummary,
} from './major/major-incident.schema.ts'
import { priorityLifecycle } from './priority/priority.lifecycle.ts'
import { isRequesterVip } from './priority/priority.queries.ts'

export const CHANNELS = ['portal', 'mail', 'phone', 'chat', 'api', 'monitoring', 'walkup'] as const
const Level = Type.Integer({ minimum: 1, maximum: 3, description: '1 is the highest' })

const whatMayChange = {
  title: Text(255),
  description: Type.Optional(LongText),
  impact: Type.Optional(Level),
  urgency: Type.Optional(Level),
  requester_id: Type.Optional(Nullable(Id)),
  client_id: Type.Optional(Nullable(Id)),
  site_id: Type.Optional(Nullable(Id)),
  configuration_item_id: Type.Optional(Nullable(Id)),
  affected_users: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000 }))),
  parent_id: Type.Optional(Nullable(Id)),
  channel: Type.Optional(Choice(CHANNELS)),
}
export const IncidentUpdate = Closed({
  ...whatMayChange,
  assignee_id: Type.Optional(
    Type.Null({ description: 'Takes it from the person; giving it to one is assign' }),
  ),
  team_id: Type.Optional(Type.Null({ description: 'Takes it from the team; giving it to one is assign' })),
  resolved_at: Type.Optional(Timestamp),
  resolved_by: Type.Optional(Id),
})
export const IncidentInput = Closed({
  ...whatMayChange,
  assignee_id: Type.Optional(Nullable(Id)),
  team_id: Type.Optional(Nullable(Id)),
})
export type IncidentInput = Static<typeof IncidentInput>

const summary = {
  id: Id,
  number: Type.String(),
  title: Type.String(),
  status: Type.String(),
  status_category: Type.String(),
  priority: Type.Integer(),
  impact: Type.Integer(),
  urgency: Type.Integer(),
  channel: Type.String(),
  requester_id: Nullable(Id),
  requester: Nullable(Reference),
  assignee_id: Nullable(Id),
  assignee: Nullable(Reference),
  team_id: Nullable(Id),
  team: Nullable(Reference),
  client_id: Nullable(Id),
  client: Nullable(Reference),
  parent_id: Nullable(Id),
  parent: Nullable(Reference),
  escalation_level: Type.Integer(),
  ...standingSummary,
  resolved_at: Nullable(Timestamp),
  actions: ActionsSchema,
  ...stamps,
}
export const IncidentSummary = Type.Object(summary)
export const Incident = Type.Object({
  ...summary,
  description: Type.String(),
  ...standingDetails,
  site_id: Nullable(Id),
  site: Nullable(Reference),
  configuration_item_id: Nullable(Id),
  configuration_item: Nullable(Reference),
  hold_reason: Nullable(Type.String()),
  hold_until: Nullable(Timestamp),
  reassignment_count: Type.Integer(),
  resolution_code: Nullable(Type.String()),
  resolution_notes: Nullable(Type.String()),
  cancel_reason: Nullable(Type.String()),
  acknowledged_at: Nullable(Timestamp),
  resolved_by: Nullable(Id),
  closed_at: Nullable(Timestamp),
  closed_by: Nullable(Id),
  resumed_at: Nullable(Timestamp),
  reopened_at: Nullable(Timestamp),
  reopened_by: Nullable(Id),
  reopen_count: Type.Integer(),
  ...relations,
  changed: Changed,
})

export type StoredIncident = Selectable<DB['incidents']>
const pointing = pointers({
  requester: 'users.display_name',
  assignee: 'users.display_name',
  team: 'teams.name',
  client: 'clients.name',
  site: 'sites.name',
  configuration_item: 'configuration_items.name',
  escalated_to: 'users.display_name',
  commander: 'users.display_name',
  parent: 'incidents.number',
})
type Pointer =
  | 'escalated_to'
  | 'commander'
  | 'requester'
  | 'assignee'
  | 'team'
  | 'client'
  | 'site'
  | 'configuration_item'
  | 'parent'
/** The relations are read for single records only; lists do not show them. */
type Row = StoredIncident & LabelColumns<Pointer> & Relations & { is_vip: boolean | null }

/** What lists read; the rest of the summary is derived. Whether an action is worth offering needs the last. */
const DERIVED = ['actions', 'is_vip', 'requester', 'assignee', 'team', 'client', 'parent']
const LIGHT = [...Object.keys(summary).filter((field) => !DERIVED.includes(field)), 'acknowledged_at']

export const incidents = defineResource<Row, Static<typeof Incident>>({
  kind: 'incident',
  path: '/api/v1/incidents',
  tag: 'Incidents',
  table: 'incidents',
  topic: 'incidents',
  permissions: {
    view: 'incidents.view',
    create: 'incidents.create',
    update: 'incidents.update',
    delete: 'incidents.delete',
    restore: 'records.restore',
  },
  record: Incident,
  summary: IncidentSummary,
  pointers: pointing.tables,
  personal: personalTexts('title', 'description', 'resolution_notes', 'cancel_reason', 'impact_description'),
  limit: workLimit,
  limitedPointers: ['site_id', 'configuration_item_id'],
  source: {
    columns: sql`t.*, ${pointing.columns}, ${isRequesterVip} as is_vip`,
    summaryColumns: sql`${pointing.some(LIGHT)}, ${isRequesterVip} as is_vip`,
    from: sql`incidents t`,
    details: relationColumns,
    visible: visibleIncidents,
  },
  lifecycles: [incidentLifecycle, priorityLifecycle, majorLifecycle],
  list: {
    filters: {
      status: wordFilter('t.status', Object.keys(incidentLifecycle.statuses), {
        open: { column: 't.status_category', values: OPEN_CATEGORIES },
      }),
      status_category: wordFilter('t.status_category', Object.values(incidentLifecycle.statuses)),
      priority: integerFilter('t.priority'),
      impact: integerFilter('t.impact'),
      urgency: integerFilter('t.urgency'),
      number: textFilter('t.number'),
      title: textFilter('t.title'),
      requester_id: idFilter('t.requester_id'),
      assignee_id: idFilter('t.assignee_id'),
      team_id: idFilter('t.team_id'),
      client_id: idFilter('t.client_id'),
      site_id: idFilter('t.site_id'),
      configuration_item_id: idFilter('t.configuration_item_id'),
      parent_id: idFilter('t.parent_id'),
      ...standingFilters,
      created_at: timestampFilter('t.created_at'),
      updated_at: timestampFilter('t.updated_at'),
      resolved_at: timestampFilter('t.resolved_at'),
    },
    ordering: {
      created_at: { column: 't.created_at', type: 'timestamptz' },
      updated_at: { column: 't.updated_at', type: 'timestamptz' },
      priority: { column: 't.priority', type: 'smallint' },
      status: { column: 't.status', type: 'text' },
      number: { column: 't.id', type: 'bigint' },
      title: { column: 't.title', type: 'text' },
    },
    hidden: (ctx) => hiddenFields(ctx),
    defaultOrdering: '-created_at',
    search: 'incident',
  },
  present: (row, ctx) => ({
    ...row,
    ...pointing.show(row),
    priority_reasons: shownReasons(row, ctx),
    ...Object.fromEntries(hiddenFields(ctx).map((field) => [field, null])),
    actions: [
      ...offeredActions(
        incidentLifecycle,
        row,
        ctx,
        (name) => mayPerform(ctx, name as IncidentAction, row.status) && mayRequesterDo(ctx, name, row),
        linkedReferences(row.links),
      ),
      ...offeredActions(priorityLifecycle, row, ctx),
      ...offeredActions(majorLifecycle, row, ctx),
      ...offeredFollowUp(row, ctx),
    ],
  }),
})

/** A report's parent is somebody else's incident, which is not for who sees their own only. */
const FOREIGN_FIELDS = ['parent_id', 'parent']

/** Empty to this caller, and no filter of theirs. */
const hiddenFields = (ctx: Context) => [
  ...(can(ctx, 'incidents.view_all') ? [] : FOREIGN_FIELDS),
  ...(can(ctx, 'incidents.read_internal') ? [] : STAFF_FIELDS),
]

/** Not a step of this incident but the start of another. */
const offeredFollowUp = ({ status }: StoredIncident, ctx: Context) =>
  status === 'closed' && can(ctx, 'incidents.create') ? [{ action: 'follow_up', requires: [] }] : []
