import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Id, Nullable, Reference, stamps, Timestamp } from '../../../platform/http/schema.ts'
import { booleanFilter, idFilter, integerFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { ofVisibleIncidents } from '../incident-part.queries.ts'

const Seconds = (description: string) => Nullable(Type.Integer({ description }))

const IncidentMetric = Type.Object({
  id: Id,
  incident_id: Id,
  incident: Nullable(Reference),
  started_at: Timestamp,
  ended_at: Nullable(Timestamp),
  ack_s: Seconds('Until somebody acknowledged it'),
  assign_s: Seconds('Until it had a person or a team'),
  first_response_s: Seconds('Until somebody else than the requester wrote a public reply'),
  wall_resolve_s: Seconds('Until its last resolution, nights and holds included; null while it is open'),
  hold_s: Type.Record(Type.String(), Type.Integer(), { description: 'Seconds of ended holds, by reason' }),
  touches: Type.Integer({ description: 'Entries of its history by others than the requester' }),
  teams_count: Type.Integer(),
  escalated: Type.Boolean(),
  reopened: Type.Boolean(),
  fcr: Nullable(
    Type.Boolean({ description: 'Resolved by the first who touched it; null without a contact' }),
  ),
  computed_at: Timestamp,
  formula_version: Type.Integer(),
  ...stamps,
})

const pointing = pointers({ incident: 'incidents.number' })
type Row = Selectable<DB['incident_metrics']> & LabelColumns<'incident'>

export const incidentMetrics = defineResource<Row, Static<typeof IncidentMetric>>({
  kind: 'incident_metric',
  path: '/api/v1/incident-metrics',
  tag: 'Incident metrics',
  table: 'incident_metrics',
  topic: 'incident-metrics',
  // Derived from the incident's ledger: what happened to them is told there.
  plainEvents: [],
  // Only the product writes them; there are no routes that would need the others.
  permissions: {
    view: 'incidents.read_internal',
    create: 'incidents.work',
    update: 'incidents.work',
    delete: 'incidents.delete',
    restore: 'records.restore',
  },
  record: IncidentMetric,
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`incident_metrics t`,
    visible: ofVisibleIncidents,
  },
  list: {
    filters: {
      incident_id: idFilter('t.incident_id'),
      started_at: timestampFilter('t.started_at'),
      ended_at: timestampFilter('t.ended_at'),
      ack_s: integerFilter('t.ack_s'),
      assign_s: integerFilter('t.assign_s'),
      first_response_s: integerFilter('t.first_response_s'),
      wall_resolve_s: integerFilter('t.wall_resolve_s'),
      touches: integerFilter('t.touches'),
      escalated: booleanFilter('t.escalated'),
      reopened: booleanFilter('t.reopened'),
      fcr: booleanFilter('t.fcr'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      started_at: { column: 't.started_at', type: 'timestamptz' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
      touches: { column: 't.touches', type: 'integer' },
    },
    defaultOrdering: '-started_at',
  },
  present: (row) => ({
    ...row,
    ...pointing.show(row),
    hold_s: row.hold_s as Record<string, number>,
    teams_count: row.team_ids.length,
  }),
})
