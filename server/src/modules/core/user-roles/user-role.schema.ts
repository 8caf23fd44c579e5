import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import {
  Choice,
  Closed,
  Id,
  Nullable,
  Reference,
  stamps,
  Text,
  Timestamp,
} from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'

const SCOPES = ['organization', 'team', 'client'] as const
export const UserRoleInput = Closed({
  user_id: Id,
  role: Text(50),
  scope: Type.Optional(Choice(SCOPES)),
  scope_id: Type.Optional(Nullable(Type.Integer({ ...Id, description: 'The team or client' }))),
  valid_from: Type.Optional(Nullable(Timestamp)),
  valid_until: Type.Optional(Nullable(Timestamp)),
})
const UserRole = Type.Object({
  id: Id,
  user_id: Id,
  user: Nullable(Reference),
  role: Type.String(),
  scope: Choice(SCOPES),
  scope_id: Nullable(Id),
  scope_record: Nullable(Reference),
  valid_from: Nullable(Timestamp),
  valid_until: Nullable(Timestamp),
  ...stamps,
})

// team_id and client_id are scope_id, in the column that its scope gives it.
const pointing = pointers({ user: 'users.display_name', team: 'teams.name', client: 'clients.name' })
export type UserRoleRow = Omit<Selectable<DB['user_roles']>, 'scope'> &
  LabelColumns<'user' | 'team' | 'client'> & { scope: (typeof SCOPES)[number] }

export const userRoles = defineResource<UserRoleRow, Static<typeof UserRole>>({
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
    restore: 'roles.grant',
  },
  record: UserRole,
  pointers: { user_id: 'users' },
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`user_roles t`,
  },
  list: {
    filters: {
      user_id: idFilter('t.user_id'),
      role: textFilter('t.role'),
      scope: wordFilter('t.scope', SCOPES),
      scope_id: idFilter('t.scope_id'),
      valid_from: timestampFilter('t.valid_from'),
      valid_until: timestampFilter('t.valid_until'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      role: { column: 't.role', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'created_at',
  },
  present: (row) => {
    const { user, team, client } = pointing.show(row)
    return { ...row, user, scope_record: team ?? client }
  },
})
