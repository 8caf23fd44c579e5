import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import type { Context } from '../../../platform/context.ts'
import { AnyCase, Closed, Id, Nullable, Reference, stamps, Text } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import type { Lookup } from '../../../platform/list/list.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { ofVisibleIncidents, personalTexts } from '../incident.permissions.ts'

/** What a link can say, and of what; read from the incident that it starts at. */
export const LINK_TYPES = {
  related_to: ['linked_incident_id', 'change_reference', 'problem_reference'],
  caused_by: ['linked_incident_id', 'change_reference', 'problem_reference'],
  resolved_by: ['change_reference', 'problem_reference'],
  duplicate_of: ['linked_incident_id'],
  follow_up_of: ['linked_incident_id'],
} as const
export type LinkType = keyof typeof LINK_TYPES
const types = Object.keys(LINK_TYPES) as LinkType[]

const Note = Type.Optional(Type.String({ maxLength: 2000 }))
export const LinkUpdate = Closed({ note: Note })
export const LinkInput = Closed({
  incident_id: Id,
  type: AnyCase(types),
  linked_incident_id: Type.Optional(Nullable(Id)),
  change_reference: Type.Optional(Nullable(Text(100))),
  problem_reference: Type.Optional(Nullable(Text(100))),
  note: Note,
})
export type LinkInput = Static<typeof LinkInput>

const IncidentLink = Type.Object({
  id: Id,
  incident_id: Id,
  incident: Nullable(Reference),
  type: Type.String(),
  linked_incident_id: Nullable(Id),
  linked_incident: Nullable(Reference),
  change_reference: Nullable(Type.String()),
  problem_reference: Nullable(Type.String()),
  note: Type.String(),
  ...stamps,
})

const pointing = pointers({ incident: 'incidents.number', linked_incident: 'incidents.number' })
type Row = Selectable<DB['incident_links']> & LabelColumns<'incident' | 'linked_incident'>

/** Links of which both ends are in sight; a deleted end is so to nobody. */
const visible = (ctx: Context, lookup?: Lookup) =>
  sql<boolean>`${ofVisibleIncidents(ctx, lookup)}
    and (t.linked_incident_id is null or ${ofVisibleIncidents(ctx, lookup, 't.linked_incident_id')})`

export const incidentLinks = defineResource<Row, Static<typeof IncidentLink>>({
  kind: 'incident_link',
  path: '/api/v1/incident-links',
  tag: 'Incident links',
  table: 'incident_links',
  topic: 'incident-links',
  permissions: {
    view: 'incidents.view_all',
    create: 'incidents.update',
    update: 'incidents.update',
    delete: 'incidents.update',
    restore: 'records.restore',
  },
  record: IncidentLink,
  pointers: pointing.tables,
  personal: personalTexts('note', 'change_reference', 'problem_reference'),
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`incident_links t`,
    visible,
  },
  list: {
    filters: {
      incident_id: idFilter('t.incident_id'),
      linked_incident_id: idFilter('t.linked_incident_id'),
      type: wordFilter('t.type', types),
      change_reference: textFilter('t.change_reference'),
      problem_reference: textFilter('t.problem_reference'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: { created_at: { column: 't.created_at', type: 'timestamptz' } },
    defaultOrdering: '-created_at',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
