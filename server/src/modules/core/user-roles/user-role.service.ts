import type { Static } from 'typebox'
import { unknownReference, unprocessable } from '../../../platform/errors.ts'
import { checkPointers } from '../../../platform/resource/pointers.ts'
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
import { isRole } from '../roles/role.service.ts'
import { type UserRoleInput, type UserRoleRow, userRoles } from './user-role.schema.ts'

type Grant = Static<typeof UserRoleInput>

export const createUserRole = (tx: Tx, grant: Grant) =>
  changeRights(tx, [grant.user_id], async () => {
    await checkGrant(tx, grant)
    return insertRow(tx, userRoles, grant)
  })

export async function updateUserRole(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<UserRoleRow>(tx, userRoles, id, ifMatch)
  const grant: UserRoleRow = { ...row, ...values }
  return changeRights(tx, [row.user_id, grant.user_id], async () => {
    await checkGrant(tx, grant)
    return updateRow(tx, userRoles, row, values)
  })
}

export const deleteUserRole = (tx: Tx, row: UserRoleRow) =>
  changeRights(tx, [row.user_id], () => deleteRow(tx, userRoles, row))

export const restoreUserRole = (tx: Tx, row: UserRoleRow) =>
  changeRights(tx, [row.user_id], async () => {
    await checkGrant(tx, row)
    await restoreRow(tx, userRoles, row)
  })

/** The role is one of this organization, and so is what it is given for. */
async function checkGrant(
  tx: Tx,
  { role, scope = 'organization', scope_id = null }: Pick<Grant, 'role' | 'scope' | 'scope_id'>,
) {
  if (!(await isRole(tx, role))) throw unknownReference('role')
  if ((scope_id === null) !== (scope === 'organization')) throw misplaced(scope)
  if (scope !== 'organization') await checkPointers(tx, { pointers: { scope_id: `${scope}s` } }, { scope_id })
}

function misplaced(scope: string) {
  const detail =
    scope === 'organization'
      ? 'goes with the scopes team and client'
      : `must name the ${scope} that it is for`
  return unprocessable(`scope_id: ${detail}`, [{ field: 'scope_id', code: 'required', detail }])
}
