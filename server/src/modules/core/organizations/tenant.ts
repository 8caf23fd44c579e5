import { sql } from 'kysely'
import { systemContext } from '../../../platform/context.ts'
import { insertRow } from '../../../platform/resource/rows.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import type { PasswordRules } from '../auth/passwords.ts'
import { createUser, hashNewPassword } from '../users/user.service.ts'
import { organizations } from './organization.ts'

export interface NewTenant {
  name: string
  administrator: { username: string; email: string; password: string; isSuperuser: boolean }
}

const NOBODY = systemContext(0, 'set-up')

/** Does this installation have anybody who could sign in? */
export async function hasAnyone(door: Door): Promise<boolean> {
  const row = await door.read(NOBODY, (tx) =>
    tx.one(sql<{ yes: boolean }>`select exists (select from auth.list_organizations()) as yes`),
  )
  return row.yes
}

/** A new tenant with its first administrator. @returns their ids */
export async function createTenant(door: Door, { name, administrator }: NewTenant, rules?: PasswordRules) {
  const { username, email, password, isSuperuser } = administrator
  const hash = await hashNewPassword({ username, email, password }, rules)
  const { id } = await door.write(NOBODY, (tx) =>
    tx.one(sql<{ id: number }>`select nextval('organizations_id_seq') as id`),
  )
  return door.write(systemContext(id, 'set-up'), async (tx) => {
    await insertRow(tx, organizations, { id, name })
    const person = { username, email, roles: ['administrator' as const], is_superuser: isSuperuser }
    const userId = await createUser(tx, person, hash)
    return { organizationId: id, userId }
  })
}
