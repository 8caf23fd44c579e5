import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Choice, Closed, Id, Nullable, Reference, stamps } from '../../../platform/http/schema.ts'
import { idFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { ROLE_KEYS } from '../core.permissions.ts'

export const UserRoleInput = Closed({ user_id: Id, role: Choice(ROLE_KEYS) })
const UserRole = Type.Object({
  id: Id,
  user_id: Id,
  user: Nullable(Reference),
  role: Type.String(),
  ...stamps,
})

const pointing = pointers({ user: 'users.display_name' })
type Row = Selectable<DB['user_roles']> & LabelColumns<'user'>

export const userRoles = defineResource<Row, Static<typeof UserRole>>({
  kind: 'user_role',
  path: '/api/v1/user-roles',
  tag: 'User roles',
  table: 'user_roles',
  topic: 'user-roles',
  permissions: {
    view: 'people.view',
    create: 'roles.grant',
    update: 'roles.grant',
    delete: 'roles.grant',
    restore: 'records.restore',
  },
  record: UserRole,
  pointers: pointing.tables,
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`user_roles t`,
  },
  list: {
    filters: {
      user_id: idFilter('t.user_id'),
      role: wordFilter('t.role', ROLE_KEYS),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      role: { column: 't.role', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'created_at',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
