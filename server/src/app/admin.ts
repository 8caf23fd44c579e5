import { randomBytes } from 'node:crypto'
import {
  type Administrator,
  addAdministrator,
  createTenant,
  hasAnyone,
  listAdministrators,
  type PasswordRules,
} from '../modules/core/operation.ts'
import type { Door } from '../platform/unit-of-work.ts'

export const generatePassword = () => randomBytes(12).toString('base64url')

export interface NewAdministrator {
  organization: string
  username: string
  email: string
  password: string
}

/** The administrator of an organization, which is made where there is none of that name. @returns what was done */
export async function createAdministrator(
  door: Door,
  { organization, ...person }: NewAdministrator,
  rules: PasswordRules,
) {
  const known = (await listAdministrators(door)).filter((row) => row.organization === organization)
  const ids = [...new Set(known.map(({ organizationId }) => organizationId))]
  const [id] = ids
  if (ids.length > 1)
    throw new Error(
      `${ids.length} organizations are called "${organization}" (${ids.join(', ')}): rename one of them.`,
    )
  if (id !== undefined) {
    await addAdministrator(door, id, person, rules)
    return `${person.username} is an administrator of "${organization}" now.`
  }
  const isSuperuser = !(await hasAnyone(door))
  await createTenant(door, { name: organization, administrator: { ...person, isSuperuser } }, rules)
  return `The organization "${organization}" was made; ${person.username} is its administrator.`
}

export function describeAdministrators(administrators: Administrator[]): string {
  if (administrators.length === 0) return 'There is no administrator yet: run `watchdesk admin create`.'
  return administrators
    .map(({ organization, username, email, is_active, is_superuser }) =>
      [
        organization,
        username,
        email,
        ...(is_superuser ? ['superuser'] : []),
        ...(is_active ? [] : ['inactive']),
      ].join('\t'),
    )
    .join('\n')
}
