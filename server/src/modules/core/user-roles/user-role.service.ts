import { sql } from 'kysely'
import { conflict } from '../../../platform/errors.ts'
import type { Stamped } from '../../../platform/resource/resource.ts'
import { deleteRow, lockRow, updateRow, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import type { RoleKey } from '../core.permissions.ts'
import { userRoles } from './user-role.ts'

const ADMINISTRATOR: RoleKey = 'administrator'
type StoredRole = Stamped & { role: string }

export async function updateUserRole(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<StoredRole>(tx, userRoles, id, ifMatch)
  const changed = await updateRow(tx, userRoles, row, values)
  if (row.role === ADMINISTRATOR) await keepAdministrator(tx)
  return changed
}

export async function deleteUserRole(tx: Tx, row: Stamped) {
  await deleteRow(tx, userRoles, row)
  if ((row as StoredRole).role === ADMINISTRATOR) await keepAdministrator(tx)
}

/**
 * Called after a write, which it undoes with 409 when nobody is left who could give roles.
 * The lock on the organization makes rivals wait for one another's commit, and count what it left.
 */
async function keepAdministrator(tx: Tx) {
  await tx.run(sql`select from organizations where id = ${tx.ctx.organizationId} for no key update`)
  const { remains } = await tx.one(sql<{ remains: boolean }>`select exists (
    select from user_roles r join users u on u.organization_id = r.organization_id and u.id = r.user_id
    where r.role = ${ADMINISTRATOR} and r.deleted_at is null and u.is_active and u.deleted_at is null) as remains`)
  if (!remains)
    throw conflict(
      'This would leave the organization without an active administrator; appoint another first.',
    )
}

/** The same after a person was disabled or deleted. */
export async function keepAdministratorWithout(tx: Tx, userId: number) {
  const { held } = await tx.one(sql<{ held: boolean }>`select exists (
    select from user_roles where user_id = ${userId} and role = ${ADMINISTRATOR} and deleted_at is null) as held`)
  if (held) await keepAdministrator(tx)
}
