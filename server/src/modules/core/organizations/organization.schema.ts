import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import {
  Choice,
  Closed,
  Id,
  Locale,
  Nullable,
  Reference,
  stamps,
  Text,
  TimeZone,
} from '../../../platform/http/schema.ts'
import {
  booleanFilter,
  idFilter,
  textFilter,
  timestampFilter,
  wordFilter,
} from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { OrganizationSettings } from './organization.settings.ts'

const KINDS = ['tenant', 'customer', 'supplier', 'internal'] as const
const changeable = {
  name: Text(200),
  code: Type.Optional(Nullable(Text(50))),
  is_active: Type.Optional(Type.Boolean()),
  time_zone: Type.Optional(TimeZone),
  locale: Type.Optional(Locale),
  settings: Type.Optional(OrganizationSettings),
}
/** What a part of the organization is; the root is the tenant. */
const kind = Type.Optional(Choice(KINDS.filter((one) => one !== 'tenant')))
export const OrganizationUpdate = Closed({ ...changeable, kind, parent_id: Id })
/** With parent_id a part of the caller's organization, without it a tenant with its first administrator. */
export const OrganizationInput = Closed({
  ...changeable,
  kind,
  parent_id: Type.Optional(Id),
  administrator: Type.Optional(
    Closed({
      username: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]*$', maxLength: 150 }),
      email: Type.String({ format: 'email', maxLength: 254 }),
      password: Type.String({ maxLength: 1000 }),
    }),
  ),
})
const Organization = Type.Object({
  id: Id,
  organization_id: Id,
  parent_id: Nullable(Id),
  parent: Nullable(Reference),
  name: Type.String(),
  code: Nullable(Type.String()),
  kind: Choice(KINDS),
  is_active: Type.Boolean(),
  time_zone: Type.String(),
  locale: Type.String(),
  settings: OrganizationSettings,
  ...stamps,
})

const pointing = pointers({ parent: 'organizations.name' })
export type OrganizationRow = Omit<Selectable<DB['organizations']>, 'kind' | 'settings'> &
  LabelColumns<'parent'> & {
    kind: (typeof KINDS)[number]
    settings: Static<typeof OrganizationSettings>
  }

export const organizations = defineResource<OrganizationRow, Static<typeof Organization>>({
  kind: 'organization',
  path: '/api/v1/organizations',
  tag: 'Organizations',
  table: 'organizations',
  topic: 'organizations',
  permissions: {
    view: 'organizations.view',
    create: 'organizations.manage',
    update: 'organizations.manage',
    delete: 'organizations.manage',
    restore: 'records.restore',
  },
  record: Organization,
  pointers: pointing.tables,
  source: { columns: sql`t.*, ${pointing.columns}`, from: sql`organizations t` },
  list: {
    filters: {
      name: textFilter('t.name'),
      code: textFilter('t.code'),
      kind: wordFilter('t.kind', KINDS),
      is_active: booleanFilter('t.is_active'),
      parent_id: idFilter('t.parent_id'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'organization',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})
