import { sql } from 'kysely'
import { conflict } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import type { RoleKey } from '../core.permissions.ts'

const ADMINISTRATOR: RoleKey = 'administrator'

/**
 * Called after whatever may take an administrator away; undoes it with 409 when nobody is left who can give roles in
 * the whole organization, now and without end. The lock on the organization makes rivals wait for one another's
 * commit, and count what it left.
 */
export async function keepAdministrator(tx: Tx) {
  await tx.run(sql`select from organizations where id = ${tx.ctx.organizationId} for no key update`)
  const { remains } = await tx.one(sql<{ remains: boolean }>`select exists (
    select from user_roles r join users u on u.organization_id = r.organization_id and u.id = r.user_id
    where r.role = ${ADMINISTRATOR} and r.scope = 'organization' and r.deleted_at is null
      and r.valid_until is null and (r.valid_from is null or r.valid_from <= app.now())
      and u.is_active and u.deleted_at is null
      and not exists (select from user_clients c where c.user_id = u.id)
      and not exists (select from user_permissions e where e.user_id = u.id and e.permission = 'roles.grant'
        and e.effect = 'deny' and e.deleted_at is null)) as remains`)
  if (!remains)
    throw conflict(
      'This would leave the organization without an active administrator; appoint another first.',
    )
}
