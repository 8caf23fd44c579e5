import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { type Context, can } from '../../../platform/context.ts'
import { conflict, forbidden, unprocessable } from '../../../platform/errors.ts'
import type { Stamped } from '../../../platform/resource/resource.ts'
import {
  deleteRow,
  insertRow,
  lockRow,
  updateRow,
  userId,
  type Values,
} from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { checkPassword, hashPassword, namesOf, type PasswordRules } from '../auth/passwords.ts'
import { keepAdministratorWithout } from '../user-roles/user-role.service.ts'
import { userEvents } from './user.events.ts'
import { type UserInput, type UserRow, users } from './user.ts'

export type NewUser = Static<typeof UserInput> & { is_superuser?: boolean; invited_at?: Date }

/** The person, their password (hashed before, since hashing is slow) and roles. @returns the id */
export async function createUser(tx: Tx, input: NewUser, passwordHash: string): Promise<number> {
  const { password: _, roles = [], client_ids = [], username, ...fields } = input
  if (roles.length > 0) checkMayGrant(tx.ctx)
  const name = username.toLowerCase()
  const display_name = fields.display_name ?? username
  const id = await insertRow(tx, users, { ...fields, username: name, display_name })
  const stored = await tx.one(
    sql<{ is_ours: boolean }>`select auth.put_credentials(${id}, ${name}, ${passwordHash}) as is_ours`,
  )
  if (!stored.is_ours) {
    throw unprocessable('username: is already used', [
      { field: 'username', code: 'taken', detail: 'is already used' },
    ])
  }
  for (const role of new Set(roles)) await grantRole(tx, id, role)
  for (const client of new Set(client_ids)) {
    await tx.run(
      sql`insert into user_clients (organization_id, user_id, client_id) values (${tx.ctx.organizationId}, ${id}, ${client})`,
    )
  }
  if (client_ids.length > 0) tx.record(userEvents.limited(id, { client_ids }))
  return id
}

/** Who may create people is not thereby one who gives rights away; the product's own set-up may. */
function checkMayGrant(ctx: Context) {
  if (ctx.actor.kind !== 'system' && !can(ctx, 'roles.grant')) throw forbidden('roles.grant')
}

/** Hash of the wanted password; without one, of something nobody knows: the account waits for a reset. */
export async function hashNewPassword(
  { password, ...names }: Pick<NewUser, 'password' | 'username' | 'email'>,
  rules?: PasswordRules,
) {
  if (password === undefined) return hashPassword(randomBytes(32).toString('base64url'))
  checkPassword(password, namesOf(names), rules)
  return hashPassword(password)
}

export async function grantRole(tx: Tx, holder: number, role: string) {
  const row = await tx.maybe(sql<{
    id: number
  }>`insert into user_roles (organization_id, user_id, role, created_by, updated_by)
    values (${tx.ctx.organizationId}, ${holder}, ${role}, ${userId(tx)}, ${userId(tx)})
    on conflict (organization_id, user_id, role) where deleted_at is null do nothing returning id`)
  if (row)
    tx.record({ event: 'user_role.created', kind: 'user_role', id: row.id, after: { user_id: holder, role } })
}

export async function updateUser(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<UserRow>(tx, users, id, ifMatch)
  if (values.is_active === false && id === tx.ctx.actor.id) throw conflict('You cannot deactivate yourself.')
  const changed = await updateRow(tx, users, row, values)
  if (changed && values.is_active === false) await keepAdministratorWithout(tx, id)
  return changed
}

export async function deleteUser(tx: Tx, row: Stamped) {
  if (row.id === tx.ctx.actor.id) throw conflict('You cannot delete yourself.')
  await deleteRow(tx, users, row)
  await keepAdministratorWithout(tx, row.id)
}
