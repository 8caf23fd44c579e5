import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../db/types.ts'
import { Choice, Closed, Id, Nullable, Reference, stamps, Text } from '../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter, wordFilter } from '../../platform/list/filters.ts'
import { limitedTo } from '../../platform/list/limit.ts'
import { type LabelColumns, pointers } from '../../platform/resource/pointers.ts'
import { defineResource } from '../../platform/resource/resource.ts'
import { clientLimit } from '../core/index.ts'

const STATUSES = [
  'planned',
  'ordered',
  'in_build',
  'test',
  'live',
  'maintenance',
  'retired',
  'disposed',
] as const
const CRITICALITIES = ['high', 'medium', 'low'] as const

export const ConfigurationItemInput = Closed({
  name: Text(255),
  host_name: Type.Optional(
    Nullable(Type.String({ maxLength: 255, description: 'What alert sources call it, lower case' })),
  ),
  ip_address: Type.Optional(
    Nullable(Type.Union([Type.String({ format: 'ipv4' }), Type.String({ format: 'ipv6' })])),
  ),
  kind: Type.Optional(Text(100)),
  status: Type.Optional(Choice(STATUSES)),
  criticality: Type.Optional(Nullable(Choice(CRITICALITIES))),
  client_id: Type.Optional(Nullable(Id)),
  site_id: Type.Optional(Nullable(Id)),
})
const ConfigurationItem = Type.Object({
  id: Id,
  name: Type.String(),
  host_name: Nullable(Type.String()),
  ip_address: Nullable(Type.String()),
  kind: Type.String(),
  status: Type.String(),
  criticality: Nullable(Type.String()),
  client_id: Nullable(Id),
  client: Nullable(Reference),
  site_id: Nullable(Id),
  site: Nullable(Reference),
  ...stamps,
})

const pointing = pointers({ client: 'clients.name', site: 'sites.name' })
type Row = Selectable<DB['configuration_items']> & LabelColumns<'client' | 'site'>

export const configurationItems = defineResource<Row, Static<typeof ConfigurationItem>>({
  kind: 'configuration_item',
  path: '/api/v1/configuration-items',
  tag: 'Configuration items',
  table: 'configuration_items',
  topic: 'configuration-items',
  permissions: {
    view: 'cmdb.view',
    create: 'cmdb.manage',
    update: 'cmdb.manage',
    delete: 'cmdb.manage',
    restore: 'records.restore',
  },
  record: ConfigurationItem,
  pointers: pointing.tables,
  personal: { fields: { name: 'text' } },
  limitedPointers: ['site_id'],
  limit: clientLimit,
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`configuration_items t`,
    visible: limitedTo(clientLimit, 't.client_id'),
  },
  list: {
    filters: {
      name: textFilter('t.name'),
      host_name: textFilter('t.host_name'),
      ip_address: textFilter('t.ip_address'),
      kind: textFilter('t.kind'),
      status: wordFilter('t.status', STATUSES),
      criticality: wordFilter('t.criticality', CRITICALITIES),
      client_id: idFilter('t.client_id'),
      site_id: idFilter('t.site_id'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'configuration_item',
  },
  present: (row) => ({
    ...row,
    ...pointing.show(row),
  }),
})
