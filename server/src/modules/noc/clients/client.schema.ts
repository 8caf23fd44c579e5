import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Closed, Id, Nullable, stamps, Text } from '../../../platform/http/schema.ts'
import { booleanFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { limitedTo } from '../../../platform/list/limit.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { clientLimit } from '../../core/index.ts'
import { configured, EVERY_READ } from '../noc.permissions.ts'

export const ClientInput = Closed({
  name: Text(200),
  code: Type.Optional(Nullable(Type.String({ maxLength: 50 }))),
  is_active: Type.Optional(Type.Boolean()),
})
const Client = Type.Object({
  id: Id,
  name: Type.String(),
  code: Nullable(Type.String()),
  is_active: Type.Boolean(),
  ...stamps,
})

export const clients = defineResource<Selectable<DB['clients']>, Static<typeof Client>>({
  kind: 'client',
  path: '/api/noc/clients',
  tag: 'Clients',
  table: 'clients',
  topic: 'clients',
  recordedReads: EVERY_READ,
  permissions: configured,
  record: Client,
  personal: { fields: { name: 'text' } },
  limit: clientLimit,
  source: { columns: sql`t.*`, from: sql`clients t`, visible: limitedTo(clientLimit, 't.id') },
  list: {
    filters: {
      name: textFilter('t.name'),
      code: textFilter('t.code'),
      is_active: booleanFilter('t.is_active'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'client',
  },
  present: (row) => row,
})
