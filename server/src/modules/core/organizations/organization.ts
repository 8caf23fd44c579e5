import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { conflict } from '../../../platform/errors.ts'
import { Closed, Id, Nullable, stamps, Text } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { defineResource, type Stamped } from '../../../platform/resource/resource.ts'
import { deleteRow } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'

/** A part of the caller's organization. Tenants themselves are made by the platform's superuser. */
export const SubOrganizationInput = Closed({
  name: Text(200),
  parent_id: Id,
  time_zone: Type.Optional(Text(64)),
  locale: Type.Optional(Text(20)),
})
const Organization = Type.Object({
  id: Id,
  organization_id: Id,
  parent_id: Nullable(Id),
  name: Type.String(),
  time_zone: Type.String(),
  locale: Type.String(),
  ...stamps,
})

type Row = Selectable<DB['organizations']>

export const organizations = defineResource<Row, Static<typeof Organization>>({
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
  source: { columns: sql`t.*`, from: sql`organizations t` },
  list: {
    filters: {
      name: textFilter('t.name'),
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
  present: (row) => row,
})

export async function deletePart(tx: Tx, row: Stamped) {
  if (row.id === tx.ctx.organizationId) throw conflict('Only a part of the organization can be deleted.')
  return deleteRow(tx, organizations, row)
}
