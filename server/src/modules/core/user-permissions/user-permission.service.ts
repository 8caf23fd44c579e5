import type { Static } from 'typebox'
import {
  deleteRow,
  insertRow,
  lockRow,
  restoreRow,
  updateRow,
  type Values,
} from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { changeRights } from '../rights/rights.changing.ts'
import { checkGrantable } from '../rights/rights.giving.ts'
import {
  type UserPermissionInput,
  type UserPermissionRow,
  userPermissions,
} from './user-permission.schema.ts'

export const createUserPermission = (tx: Tx, input: Static<typeof UserPermissionInput>) =>
  changeRights(tx, [input.user_id], () => {
    checkGrantable('permission', [input.permission])
    return insertRow(tx, userPermissions, input)
  })

export async function updateUserPermission(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<UserPermissionRow>(tx, userPermissions, id, ifMatch)
  return changeRights(tx, [row.user_id], () => updateRow(tx, userPermissions, row, values))
}

export const deleteUserPermission = (tx: Tx, row: UserPermissionRow) =>
  changeRights(tx, [row.user_id], () => deleteRow(tx, userPermissions, row))

export const restoreUserPermission = (tx: Tx, row: UserPermissionRow) =>
  changeRights(tx, [row.user_id], () => restoreRow(tx, userPermissions, row))
