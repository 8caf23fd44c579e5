import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Clock } from '../../../platform/clock.ts'
import { type Actor, type Context, systemContext, type Viewer } from '../../../platform/context.ts'
import { unauthenticated } from '../../../platform/errors.ts'
import type { Identity } from '../../../platform/live/identity.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import {
  type Credential,
  isAlive,
  isApiToken,
  keyOf,
  speakingBy,
} from '../api-tokens/api-token.credential.ts'
import { type ApiTokens, looksLikeApiToken } from '../api-tokens/api-token.verification.ts'
import { VISITOR_ROLE } from '../core.permissions.ts'
import { visitorName } from '../organizations/visitor.service.ts'
import { holdings } from '../rights/holdings.queries.ts'
import { type Holdings, permissionsOf, type Rights, rightsAt } from '../rights/rights.ts'
import type { AccessClaims, Tokens } from './tokens.ts'
import { readViewer } from './viewer.queries.ts'

const TRUSTED_FOR_MS = 1000

/** A signed-in person as the database knows them now. */
export interface Principal extends Rights {
  userId: number
  organizationId: number
  /** Where they are at home, if they entered from there. */
  homeId: number | null
  displayName: string
  isSuperuser: boolean
  /** Who only looks as this person does. */
  viewer?: Viewer
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
  /** The person behind a token; 401 when its session has ended or the person is no longer active. */
  load(credential: Credential): Promise<Principal>
  authenticate(request: FastifyRequest): Promise<Context>
  identify(token: string, request: { id: string; ip: string }): Promise<Identity>
  /** After a commit that changed rights or ended a session: this organization's people are read anew. */
  forget(organizationId: number): void
}

interface Issuers {
  tokens: Tokens
  apiTokens: ApiTokens
}

export function createPrincipals(door: Door, { tokens, apiTokens }: Issuers, clock: Clock): Principals {
  // Asked on every request, so remembered for a second. A change of rights takes effect at the next request
  // in the process that wrote it (forget), and in the others once the stream tells of it, or within that second.
  const recent = new Map<string, Remembered>()

  async function load(claims: Credential): Promise<Principal> {
    const claimed = keyOf(claims)
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

  async function read(claims: Credential): Promise<Principal> {
    const { userId, organizationId } = claims
    const row = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
      tx.maybe(sql<PrincipalRow>`select app.now() as now, u.display_name, ${holdings},
          ${isAlive(claims)} as is_alive
        from users u where u.id = ${userId} and u.is_active and u.deleted_at is null`),
    )
    if (!row && !isApiToken(claims)) return readVisitor(claims)
    if (!row) throw ended()
    const { display_name: displayName, is_superuser: isSuperuser } = row
    const rights = rightsAt(row, row.now.getTime())
    const person = { userId, organizationId, homeId: null, displayName, isSuperuser, ...rights }
    if (row.is_alive) return person
    const seen = isApiToken(claims) ? null : await readViewer(door, claims, person)
    if (!seen) throw ended()
    return { ...person, viewer: seen.viewer, changesAt: Math.min(person.changesAt, seen.changesAt) }
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

  async function identify(token: string, { id: requestId, ip: address }: { id: string; ip: string }) {
    const credential = looksLikeApiToken(token)
      ? await apiTokens.verify(token, address)
      : await tokens.verifyAccess(token)
    const principal = await load(credential)
    await apiTokens.note(credential)
    const { organizationId, permissions, clientIds, teamIds, viewer, changesAt } = principal
    const actor = actorOf(principal)
    const person = { organizationId, actor, permissions, clientIds, teamIds, viewer, requestId, address }
    return { ctx: speakingBy(credential, person), expiresAt: credential.expiresAt * 1000, changesAt }
  }

  async function authenticate(request: FastifyRequest) {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (!token) throw unauthenticated('Sign in: this needs an access token.')
    return (await identify(token, request)).ctx
  }

  function forget(organizationId: number) {
    for (const [claimed, known] of recent) if (known.organizationId === organizationId) recent.delete(claimed)
  }

  return { load, authenticate, identify, forget }
}

const ended = () => unauthenticated('The session has ended; sign in again.')

/** A visitor has no record here that could be pointed to. */
const actorOf = ({ userId, homeId, displayName: name }: Principal): Actor =>
  homeId === null
    ? { kind: 'user', id: userId, name }
    : { kind: 'user', id: null, name, home: { organizationId: homeId, userId } }
