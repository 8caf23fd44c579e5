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

const EFFECTS = ['allow', 'deny'] as const
const changeable = { reason: Text(2000), expires_at: Type.Optional(Nullable(Timestamp)) }
export const UserPermissionUpdate = Closed(changeable)
export const UserPermissionInput = Closed({
  user_id: Id,
  permission: Text(100),
  effect: Choice(EFFECTS),
  ...changeable,
})
const UserPermission = Type.Object({
  id: Id,
  user_id: Id,
  user: Nullable(Reference),
  permission: Type.String(),
  effect: Choice(EFFECTS),
  reason: Type.String(),
  expires_at: Nullable(Timestamp),
  ...stamps,
})

const pointing = pointers({ user: 'users.display_name' })
export type UserPermissionRow = Omit<Selectable<DB['user_permissions']>, 'effect'> &
  LabelColumns<'user'> & { effect: (typeof EFFECTS)[number] }

export const userPermissions = defineResource<UserPermissionRow, Static<typeof UserPermission>>({
  kind: 'user_permission',
  path: '/api/v1/user-permissions',
  tag: 'User permissions',
  table: 'user_permissions',
  topic: 'user-permissions',
  permissions: {
    view: 'people.view',
    create: 'roles.grant',
    update: 'roles.grant',
    delete: 'roles.grant',
    restore: 'roles.grant',
  },
  record: UserPermission,
  pointers: pointing.tables,
  personal: { fields: { reason: 'text' } },
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`user_permissions t`,
  },
  list: {
    filters: {
      user_id: idFilter('t.user_id'),
      permission: textFilter('t.permission'),
      effect: wordFilter('t.effect', EFFECTS),
      expires_at: timestampFilter('t.expires_at'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      permission: { column: 't.permission', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: '-created_at',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
