import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Closed, Id, Nullable, Reference, stamps, Text } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { lockRow, updateRow, type Values } from '../../../platform/resource/rows.ts'
import { checkParent } from '../../../platform/resource/tree.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'

export const DepartmentInput = Closed({
  name: Text(200),
  code: Type.Optional(Nullable(Text(50))),
  parent_id: Type.Optional(Nullable(Id)),
  manager_id: Type.Optional(Nullable(Id)),
})
const Department = Type.Object({
  id: Id,
  name: Type.String(),
  code: Nullable(Type.String()),
  parent_id: Nullable(Id),
  parent: Nullable(Reference),
  manager_id: Nullable(Id),
  manager: Nullable(Reference),
  ...stamps,
})

const pointing = pointers({ parent: 'departments.name', manager: 'users.display_name' })
type Row = Selectable<DB['departments']> & LabelColumns<'parent' | 'manager'>

export const departments = defineResource<Row, Static<typeof Department>>({
  kind: 'department',
  path: '/api/v1/departments',
  tag: 'Departments',
  table: 'departments',
  topic: 'departments',
  permissions: {
    view: 'people.view',
    create: 'people.manage',
    update: 'people.manage',
    delete: 'people.manage',
    restore: 'records.restore',
  },
  record: Department,
  pointers: pointing.tables,
  source: {
    columns: sql`t.*, ${pointing.columns}`,
    from: sql`departments t`,
  },
  list: {
    filters: {
      name: textFilter('t.name'),
      code: textFilter('t.code'),
      parent_id: idFilter('t.parent_id'),
      manager_id: idFilter('t.manager_id'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'department',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})

export async function updateDepartment(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<Row>(tx, departments, id, ifMatch)
  await checkParent(tx, departments, id, values.parent_id)
  return updateRow(tx, departments, row, values)
}
