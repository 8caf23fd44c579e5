import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Closed, Id, stamps, Text } from '../../../platform/http/schema.ts'
import { booleanFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { permissionsOf } from '../rights/rights.ts'

const changeable = {
  name: Text(200),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  permissions: Type.Array(Text(100), { maxItems: 500, uniqueItems: true }),
}
export const RoleUpdate = Closed(changeable)
export const RoleInput = Closed({ key: Type.String({ pattern: '^[a-z][a-z0-9_]{1,49}$' }), ...changeable })
const Role = Type.Object({
  id: Id,
  key: Type.String(),
  name: Type.String(),
  description: Type.String(),
  is_system: Type.Boolean({ description: 'Built in: it can be granted, and neither changed nor deleted' }),
  permissions: Type.Array(Type.String()),
  ...stamps,
})

export type RoleRow = Selectable<DB['roles']>

export const roles = defineResource<RoleRow, Static<typeof Role>>({
  kind: 'role',
  path: '/api/v1/roles',
  tag: 'Roles',
  table: 'roles',
  topic: 'roles',
  permissions: {
    view: 'people.view',
    create: 'roles.manage',
    update: 'roles.manage',
    delete: 'roles.manage',
    restore: 'roles.manage',
  },
  record: Role,
  source: { columns: sql`t.*`, from: sql`roles t` },
  list: {
    filters: {
      key: textFilter('t.key'),
      name: textFilter('t.name'),
      is_system: booleanFilter('t.is_system'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      key: { column: 't.key', type: 'text' },
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
  },
  present: (row) => ({
    ...row,
    permissions: row.is_system ? [...permissionsOf([row.key])].sort() : row.permissions,
  }),
})
