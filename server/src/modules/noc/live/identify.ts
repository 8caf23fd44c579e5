import { decodeJwt } from 'jose'
import { Problem } from '../../../platform/errors.ts'
import type { App } from '../../../platform/http/app.ts'
import type { Identify } from '../../../platform/live/identity.ts'

/** Asks each time anew who is behind a token: rights and the session may have ended while the token holds. */
export function identifyBy(app: App, peer: { id: string; ip: string }): Identify {
  return async (token) => {
    try {
      return await app.auth.principals.identify(token, peer)
    } catch (error) {
      if (error instanceof Problem && error.status === 401 && hasExpired(token, app.clock.now())) {
        throw new Problem(401, 'token_expired', 'The access token has expired.')
      }
      throw error
    }
  }
}

/** What an unverified token says of itself; it only decides how we say no. */
function hasExpired(token: string, now: Date) {
  try {
    return (decodeJwt(token).exp ?? 0) * 1000 <= now.getTime()
  } catch {
    return false
  }
}

export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
}
