import { sql } from 'kysely'
import type { Context } from '../../../platform/context.ts'
import { conflict, notFound } from '../../../platform/errors.ts'
import type { App } from '../../../platform/http/app.ts'
import { VISITOR_ROLE } from '../core.permissions.ts'
import { permissionsOf } from '../rights/rights.ts'
import { tenantEvents } from './tenant.events.ts'

/** A superuser in another organization: named as what they are, and pointed to by none of its records. */
export function visitorIn(organizationId: number, { call: _, ...ctx }: Context): Context {
  const home = { organizationId: ctx.organizationId, userId: ctx.actor.id as number }
  return {
    ...ctx,
    organizationId,
    actor: { kind: 'user', id: null, name: visitorName(ctx.actor.name), home },
    permissions: permissionsOf([VISITOR_ROLE]),
    clientIds: null,
    teamIds: null,
  }
}

export const visitorName = (name: string) => `${name} (platform)`

/**
 * Opens a session there. The organization's own ledger tells of it in the same transaction, the superuser's just after:
 * before both have, there is no token. @returns the access token
 */
export async function enterOrganization(
  { door, auth }: Pick<App, 'door' | 'auth'>,
  ctx: Context,
  organizationId: number,
  userAgent: string | null,
): Promise<string> {
  if (organizationId === ctx.organizationId) throw conflict('You are at home in this organization.')
  const tenant = await door.read(ctx, (tx) =>
    tx.maybe(sql<{ name: string }>`select name from auth.list_tenants() where id = ${organizationId}`),
  )
  if (!tenant) throw notFound('organization')
  const userId = ctx.actor.id as number
  const sessionId = await door.write(ctx, async (tx) => {
    const opened = await openEntry(door, ctx, userId, organizationId, tenant.name, userAgent)
    tx.record(tenantEvents.entered(organizationId, { name: tenant.name, session_id: opened }))
    return opened
  })
  return auth.tokens.issueAccess({ sessionId, userId, organizationId, isSuperuser: false })
}

const openEntry = (
  door: App['door'],
  ctx: Context,
  userId: number,
  organizationId: number,
  name: string,
  userAgent: string | null,
) =>
  door.write(visitorIn(organizationId, ctx), async (tx) => {
    const { id } = await tx.one(sql<{ id: number }>`
      select auth.open_entry(${userId}, ${ctx.organizationId}, ${userAgent}, ${ctx.address}::inet) as id`)
    tx.record(tenantEvents.entered(organizationId, { name, session_id: id }))
    return id
  })
