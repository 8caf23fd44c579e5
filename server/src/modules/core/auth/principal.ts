import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Clock } from '../../../platform/clock.ts'
import { type Actor, type Context, systemContext } from '../../../platform/context.ts'
import { unauthenticated } from '../../../platform/errors.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { VISITOR_ROLE } from '../core.permissions.ts'
import { visitorName } from '../organizations/visitor.ts'
import { holdings } from '../rights/holdings.queries.ts'
import { type Holdings, permissionsOf, type Rights, rightsAt } from '../rights/rights.ts'
import type { AccessClaims, Tokens } from './tokens.ts'

const TRUSTED_FOR_MS = 1000

/** A signed-in person as the database knows them now. */
export interface Principal extends Rights {
  userId: number
  sessionId: number
  organizationId: number
  /** Where they are at home, if they entered from there. */
  homeId: number | null
  displayName: string
  isSuperuser: boolean
}

interface Remembered {
  until: number
  organizationId: number
  principal: Promise<Principal>
}

interface PrincipalRow extends Holdings {
  now: Date
  display_name: string
  is_alive: boolean
}

export interface Principals {
  /** The person behind an access token; 401 when the session has ended or the person is no longer active. */
  load(claims: AccessClaims): Promise<Principal>
  authenticate(request: FastifyRequest): Promise<Context>
  contextOf(token: string, request: { id: string; ip: string }): Promise<Context>
  /** After a commit that changed rights or ended a session: this organization's people are read anew. */
  forget(organizationId: number): void
}

export function createPrincipals(door: Door, tokens: Tokens, clock: Clock): Principals {
  // Asked on every request, so remembered for a second. A change of rights takes effect at the next request
  // in the process that wrote it (forget), and in the others once the stream tells of it, or within that second.
  const recent = new Map<string, Remembered>()

  async function load(claims: AccessClaims): Promise<Principal> {
    const claimed = `${claims.sessionId} ${claims.userId} ${claims.organizationId}`
    const known = recent.get(claimed)
    if (known && known.until > performance.now()) {
      const principal = await known.principal
      if (principal.changesAt > clock.now().getTime()) return principal
    }
    const principal = read(claims)
    const { organizationId } = claims
    recent.set(claimed, { until: performance.now() + TRUSTED_FOR_MS, organizationId, principal })
    principal.catch(() => recent.delete(claimed))
    if (recent.size > 10_000) recent.delete(recent.keys().next().value as string)
    return principal
  }

  async function read(claims: AccessClaims): Promise<Principal> {
    const { sessionId, userId, organizationId } = claims
    const row = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
      tx.maybe(sql<PrincipalRow>`select app.now() as now, u.display_name, ${holdings},
          auth.is_session_alive(${sessionId}, u.id) as is_alive
        from users u where u.id = ${userId} and u.is_active and u.deleted_at is null`),
    )
    if (!row) return readVisitor(claims)
    if (!row.is_alive) throw ended()
    const { display_name: displayName, is_superuser: isSuperuser } = row
    const rights = rightsAt(row, row.now.getTime())
    return { userId, sessionId, organizationId, homeId: null, displayName, isSuperuser, ...rights }
  }

  /** A superuser who entered: an administrator here as long as they are a superuser at home. */
  async function readVisitor({ sessionId, userId, organizationId }: AccessClaims): Promise<Principal> {
    const home = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
      tx.one(sql<{ id: number | null }>`select auth.home_of_session(${sessionId}) as id`),
    )
    const superuser =
      home.id &&
      (await door.read(systemContext(home.id, 'sign-in'), (tx) =>
        tx.maybe(sql<{ display_name: string }>`select display_name from users
          where id = ${userId} and is_superuser and is_active and deleted_at is null`),
      ))
    if (!superuser) throw ended()
    return {
      userId,
      sessionId,
      organizationId,
      homeId: home.id,
      displayName: visitorName(superuser.display_name),
      isSuperuser: false,
      roles: [VISITOR_ROLE],
      permissions: permissionsOf([VISITOR_ROLE]),
      clientIds: null,
      teamIds: null,
      // Asked anew each time: what happens at home is told in no stream of this organization.
      changesAt: 0,
    }
  }

  async function contextOf(token: string, request: { id: string; ip: string }): Promise<Context> {
    const principal = await load(await tokens.verifyAccess(token))
    const { organizationId, sessionId, permissions, clientIds, teamIds } = principal
    const actor = actorOf(principal)
    const { id: requestId, ip: address } = request
    return { organizationId, actor, permissions, clientIds, teamIds, sessionId, requestId, address }
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

const ended = () => unauthenticated('The session has ended; sign in again.')

/** A visitor has no record here that could be pointed to. */
const actorOf = ({ userId, homeId, displayName: name }: Principal): Actor =>
  homeId === null
    ? { kind: 'user', id: userId, name }
    : { kind: 'user', id: null, name, home: { organizationId: homeId, userId } }
