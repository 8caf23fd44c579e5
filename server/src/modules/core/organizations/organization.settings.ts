import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { systemContext } from '../../../platform/context.ts'
import { Closed } from '../../../platform/http/schema.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import type { PasswordRules } from '../auth/passwords.ts'

/** What an organization sets for all its people, at its root. */
export const OrganizationSettings = Closed({
  password_min_length: Type.Optional(
    Type.Integer({ minimum: 8, maximum: 128, description: 'Of new passwords; 8 unless it says more' }),
  ),
})

/** What the organization asks of new passwords: at least what the installation does. */
export async function passwordRulesOf(
  door: Door,
  organizationId: number,
  { minLength }: PasswordRules,
): Promise<PasswordRules> {
  const { settings } = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
    tx.one(sql<{ settings: Static<typeof OrganizationSettings> }>`
      select settings from organizations where id = ${organizationId}`),
  )
  return { minLength: Math.max(minLength, settings.password_min_length ?? 0) }
}
