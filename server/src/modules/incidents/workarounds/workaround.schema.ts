import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import {
  AnyCase,
  Closed,
  Id,
  Nullable,
  Reference,
  stamps,
  Text,
  Timestamp,
} from '../../../platform/http/schema.ts'
import { idFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { personalTexts } from '../incident.permissions.ts'
import { ofVisibleIncidents } from '../incident-part.queries.ts'

const OUTCOMES = ['worked', 'partial', 'failed'] as const

export const WorkaroundUpdate = Closed({
  steps: Text(65_536),
  outcome: Type.Optional(Nullable(AnyCase(OUTCOMES))),
  applied_by: Type.Optional(Nullable(Id)),
  applied_at: Type.Optional(Nullable(Timestamp)),
})
export const WorkaroundInput = Closed({ incident_id: Id, ...WorkaroundUpdate.properties })
export type WorkaroundInput = Static<typeof WorkaroundInput>

const IncidentWorkaround = Type.Object({
  id: Id,
  incident_id: Id,
  incident: Nullable(Reference),
  steps: Type.String(),
  outcome: Nullable(Type.String({ description: 'worked, partial or failed; null until somebody has said' })),
  applied_by: Nullable(Id),
  applied_at: Nullable(Timestamp),
  ...stamps,
})

const pointing = pointers({ incident: 'incidents.number' })
type Row = Selectable<DB['incident_workarounds']> & LabelColumns<'incident'>

export const incidentWorkarounds = defineResource<Row, Static<typeof IncidentWorkaround>>({
  kind: 'incident_workaround',
  path: '/api/v1/incident-workarounds',
  tag: 'Incident workarounds',
  table: 'incident_workarounds',
  topic: 'incident-workarounds',
  // The staff's own notes on how to live with it; whoever reported it is told by a public reply.
  permissions: {
    view: 'incidents.read_internal',
    create: 'incidents.work',
    update: 'incidents.work',
    delete: 'incidents.work',
    restore: 'records.restore',
  },
  record: IncidentWorkaround,
  pointers: { ...pointing.tables, applied_by: 'users' },
  personal: personalTexts('steps'),
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`incident_workarounds t`,
    visible: ofVisibleIncidents,
  },
  list: {
    filters: {
      incident_id: idFilter('t.incident_id'),
      outcome: wordFilter('t.outcome', OUTCOMES),
      applied_by: idFilter('t.applied_by'),
      applied_at: timestampFilter('t.applied_at'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: { created_at: { column: 't.created_at', type: 'timestamptz' } },
    defaultOrdering: '-created_at',
    search: 'incident_workaround',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
