import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Context, systemContext } from '../../../platform/context.ts'
import { unauthenticated } from '../../../platform/errors.ts'
import type { PermissionCatalogue } from '../../../platform/module.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import type { AccessClaims, Tokens } from './tokens.ts'

const TRUSTED_FOR_MS = 1000

/** A signed-in person as the database knows them now. */
export interface Principal {
  userId: number
  sessionId: number
  organizationId: number
  displayName: string
  isSuperuser: boolean
  roles: string[]
  permissions: ReadonlySet<string>
  clientIds: number[] | null
}

interface Remembered {
  until: number
  organizationId: number
  principal: Promise<Principal>
}

interface PrincipalRow {
  display_name: string
  is_superuser: boolean
  is_alive: boolean
  roles: string[]
  client_ids: number[]
}

export interface Principals {
  /** The person behind an access token; 401 when the session has ended or the person is no longer active. */
  load(claims: AccessClaims): Promise<Principal>
  authenticate(request: FastifyRequest): Promise<Context>
  contextOf(token: string, request: { id: string; ip: string }): Promise<Context>
  /** After a commit that changed rights or ended a session: this organization's people are read anew. */
  forget(organizationId: number): void
}

export function permissionsOf(catalogue: PermissionCatalogue, roles: readonly string[]): ReadonlySet<string> {
  const held = Object.entries(catalogue).filter(([, { roles: holders }]) =>
    holders.some((role) => roles.includes(role)),
  )
  return new Set(held.map(([name]) => name))
}

export function createPrincipals(door: Door, tokens: Tokens, catalogue: PermissionCatalogue): Principals {
  // Asked on every request, so remembered for a second. A change of rights takes effect at the next request
  // in the process that wrote it (forget), and within that second in all others.
  const recent = new Map<string, Remembered>()

  async function load(claims: AccessClaims): Promise<Principal> {
    const claimed = `${claims.sessionId} ${claims.userId} ${claims.organizationId}`
    const known = recent.get(claimed)
    if (known && known.until > performance.now()) return known.principal
    const principal = read(claims)
    const { organizationId } = claims
    recent.set(claimed, { until: performance.now() + TRUSTED_FOR_MS, organizationId, principal })
    principal.catch(() => recent.delete(claimed))
    if (recent.size > 10_000) recent.delete(recent.keys().next().value as string)
    return principal
  }

  async function read({ sessionId, userId, organizationId }: AccessClaims): Promise<Principal> {
    const row = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
      tx.maybe(sql<PrincipalRow>`select u.display_name, u.is_superuser,
          auth.is_session_alive(${sessionId}, u.id) as is_alive,
          array(select role from user_roles r where r.user_id = u.id and r.deleted_at is null) as roles,
          array(select client_id from user_clients c where c.user_id = u.id) as client_ids
        from users u where u.id = ${userId} and u.is_active and u.deleted_at is null`),
    )
    if (!row?.is_alive) throw unauthenticated('The session has ended; sign in again.')
    return {
      userId,
      sessionId,
      organizationId,
      displayName: row.display_name,
      isSuperuser: row.is_superuser,
      roles: row.roles,
      permissions: permissionsOf(catalogue, row.roles),
      clientIds: row.client_ids.length > 0 ? row.client_ids : null,
    }
  }

  async function contextOf(token: string, request: { id: string; ip: string }): Promise<Context> {
    const { userId, sessionId, organizationId, displayName, permissions, clientIds } = await load(
      await tokens.verifyAccess(token),
    )
    const actor = { kind: 'user', id: userId, name: displayName } as const
    const { id: requestId, ip: address } = request
    return { organizationId, actor, permissions, clientIds, sessionId, requestId, address }
  }

  async function authenticate(request: FastifyRequest) {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (!token) throw unauthenticated('Sign in: this needs an access token.')
    return contextOf(token, request)
  }

  function forget(organizationId: number) {
    for (const [claimed, known] of recent) if (known.organizationId === organizationId) recent.delete(claimed)
  }

  return { load, authenticate, contextOf, forget }
}
