import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { systemContext } from '../../../platform/context.ts'
import { Id, Reference } from '../../../platform/http/schema.ts'
import type { Door } from '../../../platform/unit-of-work.ts'

/** The signed-in person, and what they may do. */
export const Me = Type.Object({
  id: Id,
  username: Type.String(),
  display_name: Type.String(),
  email: Type.String(),
  organization_id: Id,
  organization: Reference,
  roles: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  is_superuser: Type.Boolean(),
  mfa_enabled: Type.Boolean(),
  time_zone: Type.String(),
  locale: Type.String(),
})
type Me = Static<typeof Me>

export async function readMe(
  door: Door,
  organizationId: number,
  userId: number | null,
  permissions: ReadonlySet<string>,
): Promise<Me> {
  const row = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
    tx.one(sql<Omit<Me, 'permissions' | 'organization'> & { organization_name: string }>`
      select u.id, u.username, u.display_name, u.email, u.organization_id, u.is_superuser, u.time_zone, u.locale,
        auth.has_mfa(u.id) as mfa_enabled,
        o.name as organization_name,
        array(select role from user_roles r where r.user_id = u.id and r.deleted_at is null order by role) as roles
      from users u join organizations o on o.organization_id = u.organization_id and o.id = u.organization_id
      where u.id = ${userId}`),
  )
  const organization = { id: row.organization_id, name: row.organization_name }
  return { ...row, organization, permissions: [...permissions].sort() }
}
