import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem, unauthenticated } from '../../../platform/errors.ts'
import { isPublic, signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { isOwnOrigin } from '../../../platform/http/origin.ts'
import { Closed, Id, Nullable, problems } from '../../../platform/http/schema.ts'
import { Me, readMe } from '../users/me.ts'
import type { Peer, SignedIn } from './sessions.ts'

const COOKIE = 'watchdesk_refresh'
const COOKIE_PATH = '/api/v1/auth'
const TAG = 'Authentication'

const Credentials = Closed({
  username: Type.String({ minLength: 1, maxLength: 150 }),
  password: Type.String({ minLength: 1, maxLength: 1000 }),
  cookie: Type.Optional(
    Type.Boolean({ description: 'Browsers: keep the refresh token in an HttpOnly cookie' }),
  ),
})
const RefreshBody = Closed({ refresh: Type.Optional(Type.String({ maxLength: 200 })) })
const Granted = Type.Object({
  access: Type.String({ description: 'JWT, 15 minutes' }),
  refresh: Nullable(
    Type.String({ description: '24 hours, rotated at each use; null when it is in the cookie' }),
  ),
  user: Me,
  mfa_required: Type.Boolean(),
})

const peerOf = ({ id, ip, headers }: Pick<FastifyRequest, 'id' | 'ip' | 'headers'>): Peer => ({
  userAgent: headers['user-agent']?.slice(0, 300) ?? null,
  address: ip,
  requestId: id,
})

export function authRoutes(app: App) {
  const cookie = {
    path: COOKIE_PATH,
    httpOnly: true,
    sameSite: 'strict',
    secure: app.publicUrl.startsWith('https:'),
  } as const

  async function granted(reply: FastifyReply, { access, refresh, principal }: SignedIn, inCookie: boolean) {
    if (inCookie) reply.setCookie(COOKIE, refresh, { ...cookie, maxAge: 24 * 3600 })
    const user = await readMe(app.door, principal.organizationId, principal.userId, principal.permissions)
    reply.header('cache-control', 'no-store')
    return { access, refresh: inCookie ? null : refresh, user, mfa_required: false }
  }

  /** A call that a cookie authenticates must come from our own pages. */
  function refreshTokenOf(request: FastifyRequest): { token: string; inCookie: boolean } {
    const sent = (request.body as { refresh?: string } | null)?.refresh
    if (sent) return { token: sent, inCookie: false }
    const token = request.cookies[COOKIE]
    if (!token) throw unauthenticated('There is no refresh token; sign in.')
    if (!isOwnOrigin(app, request.headers))
      throw new Problem(403, 'wrong_origin', 'The call comes from a foreign page.')
    return { token, inCookie: true }
  }

  const login = { tags: [TAG], body: Credentials, response: { 200: Granted, ...problems(400, 401, 429) } }
  for (const [url, summary] of [
    ['login', 'Sign in'],
    ['token', 'Sign in (API clients)'],
  ] as const) {
    app.post(
      `/api/v1/auth/${url}/`,
      { schema: { ...login, summary }, config: isPublic },
      async (request, reply) => {
        const { username, password, cookie: inCookie = false } = request.body
        return granted(reply, await app.auth.sessions.signIn(username, password, peerOf(request)), inCookie)
      },
    )
  }

  const refresh = {
    tags: [TAG],
    summary: 'Trade a refresh token',
    body: RefreshBody,
    response: { 200: Granted, ...problems(400, 401, 403) },
  }
  app.post('/api/v1/auth/token/refresh/', { schema: refresh, config: isPublic }, async (request, reply) => {
    const { token, inCookie } = refreshTokenOf(request)
    return granted(reply, await app.auth.sessions.refresh(token, peerOf(request)), inCookie)
  })

  const logout = {
    tags: [TAG],
    summary: 'Sign out: ends the session',
    body: RefreshBody,
    response: { 204: Type.Null(), ...problems(400, 401, 403) },
  }
  app.post('/api/v1/auth/logout/', { schema: logout, config: isPublic }, async (request, reply) => {
    await app.auth.sessions.signOut(refreshTokenOf(request).token, peerOf(request))
    return reply.clearCookie(COOKIE, cookie).code(204).send(null)
  })

  const Verified = Type.Object({
    valid: Type.Boolean(),
    user: Type.Object({ id: Id, username: Type.String(), organization_id: Id }),
  })
  const verify = {
    tags: [TAG],
    summary: 'Is this access token valid, and whose is it?',
    response: { 200: Verified, ...problems(401) },
  }
  app.get('/api/v1/auth/verify-token/', { schema: verify, config: signedIn }, async (request) => {
    const { organizationId, actor, permissions } = request.ctx
    const { id, username, organization_id } = await readMe(app.door, organizationId, actor.id, permissions)
    return { valid: true, user: { id, username, organization_id } }
  })
}
