import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Choice, Closed, Id, Reference, stamps } from '../../../platform/http/schema.ts'
import { idFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { ROLE_KEYS } from '../core.permissions.ts'

export const UserRoleInput = Closed({ user_id: Id, role: Choice(ROLE_KEYS) })
const UserRole = Type.Object({ id: Id, user_id: Id, user: Reference, role: Type.String(), ...stamps })

type Row = Selectable<DB['user_roles']> & { user_name: string }

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
  source: {
    columns: sql`t.*, u.display_name as user_name`,
    from: sql`user_roles t join users u on u.organization_id = t.organization_id and u.id = t.user_id`,
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
  present: (row) => ({ ...row, user: { id: row.user_id, name: row.user_name } }),
})
