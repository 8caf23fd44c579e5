import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../../../platform/http/app.ts'
import { Nullable } from '../../../platform/http/schema.ts'
import { Me, readMe } from '../users/me.queries.ts'
import type { Peer, SignedIn } from './session.service.ts'

export const COOKIE = 'watchdesk_refresh'
const DAY_SECONDS = 24 * 3600

export const InCookie = Type.Optional(
  Type.Boolean({ description: 'Browsers: keep the refresh token in an HttpOnly cookie' }),
)
export const Code = Type.String({
  minLength: 6,
  maxLength: 40,
  description: 'Of the authenticator app, six digits, or a recovery code',
})

/** What somebody gets who has shown all that they must. */
export const SignedInAnswer = Type.Object({
  access: Type.String({ description: 'JWT, 15 minutes' }),
  refresh: Nullable(
    Type.String({ description: '24 hours, rotated at each use; null when it is in the cookie' }),
  ),
  user: Me,
  mfa_required: Type.Literal(false),
})
/** What they get whose second factor is on and has not been shown. */
export const MfaRequired = Type.Object({
  mfa_required: Type.Literal(true),
  mfa_token: Type.String({ description: 'For mfa/verify/: five minutes, five tries, one sign-in' }),
})

export const peerOf = ({ id, ip, headers }: Pick<FastifyRequest, 'id' | 'ip' | 'headers'>): Peer => ({
  userAgent: headers['user-agent']?.slice(0, 300) ?? null,
  address: ip,
  requestId: id,
})

export const cookieOf = (app: App) =>
  ({
    path: '/api/v1/auth',
    httpOnly: true,
    sameSite: 'strict',
    secure: app.publicUrl.startsWith('https:'),
  }) as const

/** Answers the tokens, the refresh token in the body or in its cookie. */
export async function answerSignIn(
  app: App,
  reply: FastifyReply,
  { access, refresh, principal }: SignedIn,
  inCookie = false,
) {
  if (inCookie) reply.setCookie(COOKIE, refresh, { ...cookieOf(app), maxAge: DAY_SECONDS })
  const user = await readMe(app.door, principal.organizationId, principal.userId, principal.permissions)
  reply.header('cache-control', 'no-store')
  return { access, refresh: inCookie ? null : refresh, user, mfa_required: false as const }
}
