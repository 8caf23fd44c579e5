import { conflict } from '../../../platform/errors.ts'
import { deleteRow, lockRow, updateRow, type Values } from '../../../platform/resource/rows.ts'
import { checkParent } from '../../../platform/resource/tree.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { type OrganizationRow, organizations } from './organization.schema.ts'

export async function updateOrganization(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<OrganizationRow>(tx, organizations, id, ifMatch)
  await checkParent(tx, organizations, id, values.parent_id)
  return updateRow(tx, organizations, row, values)
}

export async function deletePart(tx: Tx, row: OrganizationRow) {
  if (row.id === tx.ctx.organizationId) throw conflict('Only a part of the organization can be deleted.')
  return deleteRow(tx, organizations, row)
}
