import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import {
  Closed,
  Id,
  Locale,
  Nullable,
  Reference,
  stamps,
  Text,
  Timestamp,
  TimeZone,
} from '../../../platform/http/schema.ts'
import { Changed } from '../../../platform/lifecycle/action-routes.ts'
import { booleanFilter, idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'

const PhoneNumber = Type.String({ pattern: '^[+0-9][0-9 ()./x-]*$', maxLength: 50 })
const changeable = {
  email: Type.String({ format: 'email', maxLength: 254 }),
  display_name: Type.Optional(Text(200)),
  department_id: Type.Optional(Nullable(Id)),
  manager_id: Type.Optional(Nullable(Id)),
  is_active: Type.Optional(Type.Boolean()),
  is_vip: Type.Optional(Type.Boolean()),
  phone: Type.Optional(Nullable(PhoneNumber)),
  mobile_phone: Type.Optional(Nullable(PhoneNumber)),
  time_zone: Type.Optional(TimeZone),
  locale: Type.Optional(Locale),
}
export const UserUpdate = Closed(changeable)
export const UserInput = Closed({
  username: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]*$', maxLength: 150 }),
  password: Type.Optional(Type.String({ maxLength: 1000 })),
  roles: Type.Optional(Type.Array(Text(50), { maxItems: 20 })),
  client_ids: Type.Optional(
    Type.Array(Id, { maxItems: 1000, description: 'Limits what the person sees to these clients' }),
  ),
  ...changeable,
})
export const User = Type.Object({
  id: Id,
  username: Type.String(),
  email: Type.String(),
  display_name: Type.String(),
  department_id: Nullable(Id),
  department: Nullable(Reference),
  manager_id: Nullable(Id),
  manager: Nullable(Reference),
  is_active: Type.Boolean(),
  is_superuser: Type.Boolean(),
  is_vip: Type.Boolean(),
  mfa_enabled: Type.Boolean(),
  roles: Type.Array(Type.String()),
  client_ids: Type.Array(Id),
  phone: Nullable(Type.String()),
  mobile_phone: Nullable(Type.String()),
  time_zone: Type.String(),
  locale: Type.String(),
  anonymised_at: Nullable(Timestamp),
  last_login_at: Nullable(Timestamp),
  invited_at: Nullable(Timestamp),
  changed: Changed,
  ...stamps,
})

/** What creating and inviting answer: the link stands in it only where it cannot be sent. */
export const InvitedUser = Type.Object({
  ...User.properties,
  invitation_url: Type.Optional(
    Nullable(Type.String({ description: 'For whoever has no password yet; null where it was sent' })),
  ),
})

const pointing = pointers({ department: 'departments.name', manager: 'users.display_name' })
export type UserRow = Selectable<DB['users']> &
  LabelColumns<'department' | 'manager'> & {
    mfa_enabled: boolean
    roles: string[]
    client_ids: number[]
  }

export const users = defineResource<UserRow, Static<typeof User>>({
  kind: 'user',
  path: '/api/v1/users',
  tag: 'Users',
  table: 'users',
  topic: 'users',
  recordedReads: ['read'],
  permissions: {
    view: 'people.view',
    create: 'people.manage',
    update: 'people.manage',
    delete: 'people.manage',
    restore: 'records.restore',
  },
  record: User,
  pointers: pointing.tables,
  personal: {
    fields: { email: 'email', phone: 'phone', mobile_phone: 'phone', username: 'text', display_name: 'text' },
  },
  source: {
    columns: sql`t.*, ${pointing.columns}, auth.has_mfa(t.id) as mfa_enabled,
      array(select distinct role from user_roles r where r.organization_id = t.organization_id and r.user_id = t.id
        and r.deleted_at is null and (r.valid_until is null or r.valid_until > app.now()) order by role) as roles,
      array(select client_id from user_clients c where c.organization_id = t.organization_id and c.user_id = t.id order by client_id) as client_ids`,
    from: sql`users t`,
  },
  list: {
    filters: {
      username: textFilter('t.username'),
      email: textFilter('t.email'),
      display_name: textFilter('t.display_name'),
      department_id: idFilter('t.department_id'),
      manager_id: idFilter('t.manager_id'),
      is_active: booleanFilter('t.is_active'),
      is_vip: booleanFilter('t.is_vip'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      display_name: { column: 't.display_name', type: 'text' },
      username: { column: 't.username', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'display_name',
    search: 'user',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
