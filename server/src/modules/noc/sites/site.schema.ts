import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Closed, Id, Nullable, Reference, stamps, Text } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { limitedTo } from '../../../platform/list/limit.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { clientLimit } from '../../core/index.ts'
import { configured, EVERY_READ } from '../noc.permissions.ts'

const Latitude = Nullable(Type.Number({ minimum: -90, maximum: 90 }))
const Longitude = Nullable(Type.Number({ minimum: -180, maximum: 180 }))

export const SiteInput = Closed({
  name: Text(200),
  client_id: Id,
  latitude: Type.Optional(Latitude),
  longitude: Type.Optional(Longitude),
  time_zone: Type.Optional(Text(64)),
})
const Site = Type.Object({
  id: Id,
  name: Type.String(),
  client_id: Id,
  client: Nullable(Reference),
  latitude: Nullable(Type.Number()),
  longitude: Nullable(Type.Number()),
  time_zone: Type.String(),
  ...stamps,
})

const pointing = pointers({ client: 'clients.name' })
type Row = Selectable<DB['sites']> & LabelColumns<'client'>

export const sites = defineResource<Row, Static<typeof Site>>({
  kind: 'site',
  path: '/api/noc/sites',
  tag: 'Sites',
  table: 'sites',
  topic: 'sites',
  recordedReads: EVERY_READ,
  permissions: configured,
  record: Site,
  pointers: pointing.tables,
  personal: { fields: { name: 'text' } },
  limit: clientLimit,
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`sites t`,
    visible: limitedTo(clientLimit, 't.client_id'),
  },
  list: {
    filters: {
      name: textFilter('t.name'),
      client_id: idFilter('t.client_id'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'site',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
