import { sql } from 'kysely'
import { Type } from 'typebox'
import { booleanFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { type OrganizationRow, organizations } from './organization.schema.ts'

/** Every organization of the installation, for its superusers to look at. */
export const tenants = defineResource<OrganizationRow, unknown>({
  ...organizations,
  kind: 'tenant',
  path: '/api/v1/tenants',
  tag: 'Tenants',
  topic: 'tenants',
  // What happens to them is told in their own ledgers; of what superusers do, see tenant.events.ts.
  plainEvents: [],
  permissions: {
    view: 'platform.operate',
    create: 'platform.operate',
    update: 'platform.operate',
    delete: 'platform.operate',
    restore: 'platform.operate',
  },
  record: Type.Pick(organizations.record, [
    'id',
    'name',
    'code',
    'is_active',
    'time_zone',
    'locale',
    'created_at',
  ]),
  source: { columns: sql`t.*`, from: sql`auth.list_tenants() t` },
  list: {
    filters: {
      name: textFilter('t.name'),
      code: textFilter('t.code'),
      is_active: booleanFilter('t.is_active'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: organizations.list.ordering,
    defaultOrdering: 'name',
  },
})
