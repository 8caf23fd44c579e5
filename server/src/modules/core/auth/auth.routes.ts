import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem, unauthenticated } from '../../../platform/errors.ts'
import { isPublic, signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { isOwnOrigin } from '../../../platform/http/origin.ts'
import { Closed, Id, problems } from '../../../platform/http/schema.ts'
import { readCaller } from '../users/me.queries.ts'
import { linkRoutes } from './link.routes.ts'
import { mfaRoutes } from './mfa.routes.ts'
import { ownSessionRoutes } from './own-session.routes.ts'
import { passwordRoutes } from './password.routes.ts'
import {
  answerSignIn,
  COOKIE,
  Code,
  cookieOf,
  InCookie,
  MfaRequired,
  peerOf,
  SignedInAnswer,
} from './sign-in.answer.ts'

const TAG = 'Authentication'

const Credentials = Closed({
  username: Type.String({ minLength: 1, maxLength: 150 }),
  password: Type.String({ minLength: 1, maxLength: 1000 }),
  code: Type.Optional(Code),
  cookie: InCookie,
})
const RefreshBody = Closed({ refresh: Type.Optional(Type.String({ maxLength: 200 })) })

export function authRoutes(app: App) {
  signInRoutes(app)
  sessionRoutes(app)
  ownSessionRoutes(app)
  mfaRoutes(app)
  passwordRoutes(app)
  linkRoutes(app)
}

function signInRoutes(app: App) {
  const login = {
    tags: [TAG],
    body: Credentials,
    response: { 200: Type.Union([SignedInAnswer, MfaRequired]), ...problems(400, 401, 429) },
  }
  for (const [url, summary] of [
    ['login', 'Sign in'],
    ['token', 'Sign in (API clients)'],
  ] as const) {
    app.post(
      `/api/v1/auth/${url}/`,
      { schema: { ...login, summary }, config: isPublic },
      async (request, reply) => {
        const answer = await app.auth.signIn.withPassword(request.body, peerOf(request))
        if ('access' in answer) return answerSignIn(app, reply, answer, request.body.cookie)
        reply.header('cache-control', 'no-store')
        return { mfa_required: true as const, mfa_token: answer.mfaToken }
      },
    )
  }
}

/** A call that a cookie authenticates must come from our own pages. */
function refreshTokenOf(app: App, request: FastifyRequest): { token: string; inCookie: boolean } {
  const sent = (request.body as { refresh?: string } | null)?.refresh
  if (sent) return { token: sent, inCookie: false }
  const token = request.cookies[COOKIE]
  if (!token) throw unauthenticated('There is no refresh token; sign in.')
  if (!isOwnOrigin(app, request.headers))
    throw new Problem(403, 'wrong_origin', 'The call comes from a foreign page.')
  return { token, inCookie: true }
}

function sessionRoutes(app: App) {
  const refresh = {
    tags: [TAG],
    summary: 'Trade a refresh token',
    body: RefreshBody,
    response: { 200: SignedInAnswer, ...problems(400, 401, 403) },
  }
  app.post('/api/v1/auth/token/refresh/', { schema: refresh, config: isPublic }, async (request, reply) => {
    const { token, inCookie } = refreshTokenOf(app, request)
    return answerSignIn(app, reply, await app.auth.sessions.refresh(token, peerOf(request)), inCookie)
  })

  const logout = {
    tags: [TAG],
    summary: 'Sign out: ends the session',
    body: RefreshBody,
    response: { 204: Type.Null(), ...problems(400, 401, 403) },
  }
  app.post('/api/v1/auth/logout/', { schema: logout, config: isPublic }, async (request, reply) => {
    await app.auth.sessions.signOut(refreshTokenOf(app, request).token, peerOf(request))
    return reply.clearCookie(COOKIE, cookieOf(app)).code(204).send(null)
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
    const { id, username, organization_id } = await readCaller(app.door, request.ctx)
    return { valid: true, user: { id, username, organization_id } }
  })
}
