import { sql } from 'kysely'
import { type Context, systemContext } from '../../../platform/context.ts'
import { insertRow, presentRow, type Values } from '../../../platform/resource/rows.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import type { PasswordRules } from '../auth/passwords.ts'
import { addBuiltInRoles } from '../roles/role.service.ts'
import { createUser, hashNewPassword } from '../users/user.service.ts'
import { organizations } from './organization.schema.ts'
import { tenantEvents } from './tenant.events.ts'
import { visitorIn } from './visitor.service.ts'

interface NewTenant {
  name: string
  administrator: { username: string; email: string; password: string; isSuperuser?: boolean }
}

const NOBODY = systemContext(0, 'set-up')

/** Does this installation have anybody who could sign in? */
export async function hasAnyone(door: Door): Promise<boolean> {
  const row = await door.read(NOBODY, (tx) =>
    tx.one(sql<{ yes: boolean }>`select exists (select from auth.list_organizations()) as yes`),
  )
  return row.yes
}

/** A new tenant with its first administrator. @param makerIn who writes it, in the new organization @returns their ids */
export async function createTenant(
  door: Door,
  { administrator, ...fields }: NewTenant & Values,
  rules?: PasswordRules,
  makerIn = (id: number): Context => systemContext(id, 'set-up'),
) {
  const { username, email, password, isSuperuser = false } = administrator
  const hash = await hashNewPassword({ username, email, password }, rules)
  const { id } = await door.write(NOBODY, (tx) =>
    tx.one(sql<{ id: number }>`select nextval('organizations_id_seq') as id`),
  )
  return door.write(makerIn(id), async (tx) => {
    await insertRow(tx, organizations, { id, kind: 'tenant', ...fields })
    await addBuiltInRoles(tx)
    const person = { username, email, roles: ['administrator'], is_superuser: isSuperuser }
    const userId = await createUser(tx, person, hash)
    return { organizationId: id, userId }
  })
}

/** By a superuser. The new organization's ledger begins with who made it; their own is written around it. */
export function foundTenant(door: Door, ctx: Context, tenant: NewTenant & Values, rules: PasswordRules) {
  return door.write(ctx, async (tx) => {
    const { organizationId } = await createTenant(door, tenant, rules, (id) => visitorIn(id, ctx))
    const { name, administrator } = tenant
    tx.record(tenantEvents.founded(organizationId, { name, administrator: administrator.username }))
    return door.read(visitorIn(organizationId, ctx), (made) =>
      presentRow(made, organizations, organizationId),
    )
  })
}
