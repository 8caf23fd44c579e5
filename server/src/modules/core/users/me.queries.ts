import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { type Context, systemContext } from '../../../platform/context.ts'
import { Id, Reference } from '../../../platform/http/schema.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { VISITOR_ROLE } from '../core.permissions.ts'

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
        array(select distinct role from user_roles r where r.user_id = u.id and r.deleted_at is null
          and (r.valid_from is null or r.valid_from <= app.now())
          and (r.valid_until is null or r.valid_until > app.now()) order by role) as roles
      from users u join organizations o on o.organization_id = u.organization_id and o.id = u.organization_id
      where u.id = ${userId}`),
  )
  const organization = { id: row.organization_id, name: row.organization_name }
  return { ...row, organization, permissions: [...permissions].sort() }
}

/** Whoever calls: one of the organization's people, or a superuser who entered it and is known at home. */
export async function readCaller(door: Door, { organizationId, actor, permissions }: Context): Promise<Me> {
  if (!actor.home) return readMe(door, organizationId, actor.id, permissions)
  const known = await readMe(door, actor.home.organizationId, actor.home.userId, permissions)
  const organization = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
    tx.one(sql<Reference>`select id, name from organizations where id = ${organizationId}`),
  )
  const here = { organization_id: organizationId, organization, is_superuser: false, roles: [VISITOR_ROLE] }
  return { ...known, ...here, display_name: actor.name }
}
