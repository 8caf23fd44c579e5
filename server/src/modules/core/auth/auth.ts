import type pg from 'pg'
import type { Clock } from '../../../platform/clock.ts'
import type { AdmitStranger } from '../../../platform/http/rate-limits.ts'
import type { Sealing } from '../../../platform/sealing.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { createApiTokens } from '../api-tokens/api-token.verification.ts'
import type { LinkPost } from './link.service.ts'
import { createMfa, type Mfa } from './mfa.service.ts'
import { createOwnAccount, type OwnAccount } from './own-account.service.ts'
import type { PasswordRules } from './passwords.ts'
import { createPrincipals, type Principals } from './principal.service.ts'
import { createSessions, type Sessions } from './session.service.ts'
import { createSignIn, type SignIn } from './sign-in.service.ts'
import { createThrottle, type Throttle, type ThrottleRules } from './throttle.service.ts'
import { loadTokens, type Tokens } from './tokens.ts'

/** Everything about who is asking, made once by the composition root. */
export interface Auth {
  tokens: Tokens
  principals: Principals
  sessions: Sessions
  signIn: SignIn
  mfa: Mfa
  throttle: Throttle
  passwordRules: PasswordRules
  own: OwnAccount
  post: LinkPost
}

export interface AuthSettings {
  throttle: ThrottleRules
  passwords: PasswordRules
}

declare module 'fastify' {
  interface FastifyInstance {
    auth: Auth
  }
}

interface AuthParts {
  /** Of the login role: it alone may read the signing keys. */
  pool: pg.Pool
  door: Door
  clock: Clock
  sealing: Sealing
  settings: AuthSettings
  post: LinkPost
  admitStranger: AdmitStranger
}

export async function createAuth({
  pool,
  door,
  clock,
  sealing,
  settings,
  post,
  admitStranger,
}: AuthParts): Promise<Auth> {
  const tokens = await loadTokens(pool, clock)
  const apiTokens = createApiTokens(door, clock, admitStranger)
  const principals = createPrincipals(door, { tokens, apiTokens }, clock)
  const sessions = createSessions(door, tokens, principals)
  const throttle = createThrottle(door, settings.throttle)
  const mfa = createMfa(sealing, clock)
  const checks = { throttle, mfa, passwordRules: settings.passwords }
  return {
    tokens,
    principals,
    sessions,
    signIn: createSignIn({ door, sessions, throttle, mfa }),
    own: createOwnAccount(door, checks),
    ...checks,
    post,
  }
}
