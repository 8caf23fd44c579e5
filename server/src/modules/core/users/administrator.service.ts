import { sql } from 'kysely'
import { systemContext } from '../../../platform/context.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { setPassword } from '../auth/password.service.ts'
import { checkPassword, hashPassword, type PasswordRules } from '../auth/passwords.ts'
import { userEvents } from './user.events.ts'
import { createUser, hashNewPassword } from './user.service.ts'

/** What the operator of an installation does from its command line, where nobody is signed in. */
const OPERATOR = 'command line'

export interface Administrator {
  organizationId: number
  organization: string
  username: string
  email: string
  is_active: boolean
  is_superuser: boolean
}

/** Of every organization. */
export async function listAdministrators(door: Door): Promise<Administrator[]> {
  const organizations = await door.read(systemContext(0, OPERATOR), (tx) =>
    tx.all(sql<{ id: number }>`select id from auth.list_organizations() as id order by id`),
  )
  const found: Administrator[] = []
  for (const { id } of organizations) {
    const administrators = await door.read(systemContext(id, OPERATOR), (tx) =>
      tx.all(sql<Administrator>`select u.organization_id as "organizationId", o.name as organization,
          u.username, u.email, u.is_active, u.is_superuser
        from user_roles r
        join users u on u.organization_id = r.organization_id and u.id = r.user_id and u.deleted_at is null
        join organizations o on o.organization_id = u.organization_id and o.id = u.organization_id
        where r.role = 'administrator' and r.deleted_at is null order by u.username`),
    )
    found.push(...administrators)
  }
  return found
}

/** A further administrator of an organization that there is. */
export async function addAdministrator(
  door: Door,
  organizationId: number,
  person: { username: string; email: string; password: string },
  rules?: PasswordRules,
) {
  const hash = await hashNewPassword(person, rules)
  const { username, email } = person
  const newcomer = { username, email, roles: ['administrator' as const] }
  await door
    .write(systemContext(organizationId, OPERATOR), (tx) => createUser(tx, newcomer, hash))
    .catch((error: { code?: string }) => {
      throw error.code === '23505'
        ? new Error(`The user name ${username} or the address ${email} is already used.`)
        : error
    })
}

/** A new password for somebody who lost theirs, whatever their role; whoever is signed in as them is signed out. */
export async function resetPassword(door: Door, username: string, password: string, rules: PasswordRules) {
  const found = await door.read(systemContext(0, OPERATOR), (tx) =>
    tx.maybe(sql<{ user_id: number; organization_id: number }>`
      select user_id, organization_id from auth.find_credentials(${username})`),
  )
  if (!found) throw new Error(`Nobody here has the user name "${username}".`)
  const { user_id: id, organization_id: organizationId } = found
  checkPassword(password, [username], rules)
  const hash = await hashPassword(password)
  await door.write(systemContext(organizationId, OPERATOR), async (tx) => {
    const user = await tx.one(
      sql<{
        username: string
        is_active: boolean
      }>`select username, is_active and deleted_at is null as is_active
        from users where id = ${id} for no key update`,
    )
    if (!user.is_active)
      throw new Error(`${user.username} is not active, so a password would not let them in.`)
    const { after, before } = await setPassword(tx, id, user.username, hash)
    tx.record(userEvents.password_reset(id, after, before))
  })
}
