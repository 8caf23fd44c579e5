import { sql } from 'kysely'
import { type Context, systemContext } from '../../../platform/context.ts'
import { unauthenticated } from '../../../platform/errors.ts'
import type { Door, Tx } from '../../../platform/unit-of-work.ts'
import type { Principal, Principals } from './principal.service.ts'
import { sessionEvents } from './session.events.ts'
import { hashToken, newRefreshToken, type Tokens } from './tokens.ts'

const REFRESH_LIFETIME = '24 hours'
const REPLAY_GRACE = '10 seconds'
/** No tenant is known yet: row-level security shows nothing, only the auth functions answer. */
export const NOBODY = systemContext(0, 'sign-in')

/** Who speaks while nobody is signed in yet, or any more. */
export interface Peer {
  userAgent: string | null
  address: string | null
  requestId: string
}

export const signInContext = (organizationId: number, { address, requestId }: Peer): Context => ({
  ...systemContext(organizationId, 'sign-in'),
  address,
  requestId,
})

/** Whom a name, a token or a link stands for. */
export interface Known {
  userId: number
  organizationId: number
}

interface EndedSession {
  session_id: number
  organization_id: number
  user_id: number
}

interface OpenedSession extends Known {
  sessionId: number
  refresh: string
}

export interface SignedIn {
  access: string
  refresh: string
  principal: Principal
}

export interface Sessions {
  /** Of somebody who has shown all that they must; null where they are no longer active. */
  open(tx: Tx, userId: number, peer: Peer): Promise<OpenedSession | null>
  /** The tokens of a session, after its commit. */
  issueTokens(opened: OpenedSession): Promise<SignedIn>
  refresh(token: string, peer: Peer): Promise<SignedIn>
  signOut(token: string, peer: Peer): Promise<void>
}

/** A person's sessions end with whatever let them begin; they learn of it within a second, here at the next request. */
export const endSessionsOf = (tx: Tx, userId: number, besides: number | null = null) =>
  tx.all(sql<{ id: number }>`select auth.end_sessions_of(${userId}, ${besides}) as id`)

export function createSessions(door: Door, tokens: Tokens, principals: Principals): Sessions {
  async function open(tx: Tx, userId: number, peer: Peer) {
    const { organizationId } = tx.ctx
    const refresh = newRefreshToken()
    const user = await tx.maybe(sql<{ display_name: string }>`update users set last_login_at = app.now()
      where id = ${userId} and is_active and deleted_at is null returning display_name`)
    if (!user) return null
    const session = await tx.one(sql<{ id: number }>`select auth.open_session(
      ${userId}, ${hashToken(refresh)}, ${REFRESH_LIFETIME}::interval, ${peer.userAgent}, ${peer.address}::inet) as id`)
    tx.record(sessionEvents.opened(session.id, { user_id: userId, user: user.display_name }))
    return { sessionId: session.id, userId, organizationId, refresh }
  }

  async function issueTokens({ refresh, ...of }: OpenedSession): Promise<SignedIn> {
    const principal = await principals.load({ ...of, expiresAt: 0 })
    const access = await tokens.issueAccess({ ...of, isSuperuser: principal.isSuperuser })
    return { access, refresh, principal }
  }

  async function refresh(token: string, peer: Peer) {
    const successor = tokens.successorOf(token)
    const rotated = await door.write(NOBODY, (tx) =>
      tx.maybe(sql<EndedSession & { verdict: string }>`
        select * from auth.rotate_refresh(${hashToken(token)}, ${hashToken(successor)},
          ${REFRESH_LIFETIME}::interval, ${REPLAY_GRACE}::interval)`),
    )
    if (rotated?.verdict === 'reused') await afterEnd('reused', rotated, peer)
    if (!rotated || rotated.verdict === 'reused')
      throw unauthenticated('The session has ended; sign in again.')
    const { session_id: sessionId, user_id: userId, organization_id: organizationId } = rotated
    return issueTokens({ refresh: successor, sessionId, userId, organizationId })
  }

  async function signOut(token: string, peer: Peer) {
    const ended = await door.write(NOBODY, (tx) =>
      tx.maybe(sql<EndedSession>`select * from auth.end_session_of(${hashToken(token)})`),
    )
    if (ended) await afterEnd('closed', ended, peer)
  }

  /** Only the token told whose session it was, so its tenant's ledger is written after the end, not with it. */
  async function afterEnd(
    event: 'closed' | 'reused',
    { session_id, organization_id, user_id }: EndedSession,
    peer: Peer,
  ) {
    principals.forget(organization_id)
    await door.write(signInContext(organization_id, peer), async (tx) => {
      const user = await tx.one(
        sql<{ name: string }>`select display_name as name from users where id = ${user_id}`,
      )
      tx.record(sessionEvents[event](session_id, { user_id, user: user.name }))
    })
  }

  return { open, issueTokens, refresh, signOut }
}
