import { sql } from 'kysely'
import type { Static } from 'typebox'
import { conflict } from '../../../platform/errors.ts'
import type { Stamped } from '../../../platform/resource/resource.ts'
import { deleteRow, insertRow, lockRow, updateRow, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { ROLES } from '../core.permissions.ts'
import { changeRights } from '../rights/rights.changing.ts'
import { checkGrantable, checkHolds } from '../rights/rights.giving.ts'
import { permissionsIn } from '../rights/rights.ts'
import { type RoleInput, type RoleRow, roles } from './role.schema.ts'

export async function createRole(tx: Tx, input: Static<typeof RoleInput>) {
  checkGrantable('permissions', input.permissions)
  checkHolds(tx.ctx, input.permissions)
  return insertRow(tx, roles, input)
}

/** Who changes a role changes what all its holders may do, so they hold what it gives, before and after. */
export async function updateRole(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<RoleRow & Stamped>(tx, roles, id, ifMatch)
  if (row.is_system) throw conflict('A built-in role stays as it is; make one of your own.')
  const permissions = (values.permissions as string[] | undefined) ?? row.permissions
  checkGrantable('permissions', permissions)
  checkHolds(tx.ctx, [...permissionsIn({ role: row.key, permissions: row.permissions }), ...permissions])
  const holders = (await holdersOf(tx, row.key)).map(({ user_id }) => user_id)
  return changeRights(tx, holders, () => updateRow(tx, roles, row, values))
}

export async function deleteRole(tx: Tx, row: Stamped) {
  const { key, is_system } = row as RoleRow & Stamped
  if (is_system) throw conflict('A built-in role stays.')
  const holders = await holdersOf(tx, key)
  if (holders.length > 0) throw conflict(`${holders.length} grants name this role; take them first.`)
  return deleteRow(tx, roles, row)
}

const holdersOf = (tx: Tx, key: string) =>
  tx.all(sql<{ user_id: number }>`select user_id from user_roles where role = ${key} and deleted_at is null`)

/** Of a new organization: their rows carry the keys, what they may do stays in the code. */
export async function addBuiltInRoles(tx: Tx) {
  const rows = Object.entries(ROLES).map(
    ([key, name]) => sql`(${tx.ctx.organizationId}::bigint, ${key}, ${name}, true)`,
  )
  await tx.run(sql`insert into roles (organization_id, key, name, is_system) values ${sql.join(rows)}`)
}

export async function isRole(tx: Tx, key: string): Promise<boolean> {
  return (
    (await tx.maybe(sql`select from roles where key = ${key} and deleted_at is null for key share`)) !==
    undefined
  )
}
