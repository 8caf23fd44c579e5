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
  restoreRow,
  updateRow,
  type Values,
} from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { checkPassword, hashPassword, namesOf, type PasswordRules } from '../auth/passwords.ts'
import { endSessionsOf } from '../auth/session.service.ts'
import { checkHoldsNoMore } from '../rights/rights.giving.ts'
import { keepAdministrator } from '../rights/rights.last-administrator.ts'
import { isRole } from '../roles/role.service.ts'
import { userRoles } from '../user-roles/user-role.schema.ts'
import { userEvents } from './user.events.ts'
import { type UserInput, type UserRow, users } from './user.schema.ts'

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
  if (!stored.is_ours) throw refuse('username', 'taken', 'is already used')
  for (const role of new Set(roles)) {
    if (!(await isRole(tx, role))) throw refuse('roles', 'unknown_reference', `there is no role ${role}`)
    await insertRow(tx, userRoles, { user_id: id, role })
  }
  for (const client of new Set(client_ids)) {
    await tx.run(
      sql`insert into user_clients (organization_id, user_id, client_id) values (${tx.ctx.organizationId}, ${id}, ${client})`,
    )
  }
  if (client_ids.length > 0) tx.record(userEvents.limited(id, { client_ids }))
  await checkHoldsNoMore(tx, id)
  return id
}

const refuse = (field: string, code: string, detail: string) =>
  unprocessable(`${field}: ${detail}`, [{ field, code, detail }])

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

/** Whoever changes a person may come to act as them: by their mail address, for one. */
export async function updateUser(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<UserRow>(tx, users, id, ifMatch)
  await checkHoldsNoMore(tx, id)
  if (row.anonymised_at) throw conflict('Who was anonymised stays so; create the person anew.')
  if (values.is_active === false && id === tx.ctx.actor.id) throw conflict('You cannot deactivate yourself.')
  const changed = await updateRow(tx, users, row, values)
  if (changed && values.is_active === false) await letGo(tx, id)
  return changed
}

export async function deleteUser(tx: Tx, row: Stamped) {
  if (row.id === tx.ctx.actor.id) throw conflict('You cannot delete yourself.')
  await checkHoldsNoMore(tx, row.id)
  await deleteRow(tx, users, row)
  await letGo(tx, row.id)
}

export async function restoreUser(tx: Tx, row: Stamped) {
  await checkHoldsNoMore(tx, row.id)
  if ((row as UserRow).anonymised_at)
    throw conflict('Who was anonymised or erased stays so; create the person anew.')
  await restoreRow(tx, users, row)
}

/** Who is active no more is signed in no more, and comes back by signing in. */
export async function letGo(tx: Tx, id: number) {
  await endSessionsOf(tx, id)
  await keepAdministrator(tx)
}
