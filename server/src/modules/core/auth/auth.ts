import type pg from 'pg'
import type { Clock } from '../../../platform/clock.ts'
import type { PermissionCatalogue } from '../../../platform/module.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { createPrincipals, type Principals } from './principal.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { loadTokens, type Tokens } from './tokens.ts'

/** Everything about who is asking, made once by the composition root. */
export interface Auth {
  catalogue: PermissionCatalogue
  tokens: Tokens
  principals: Principals
  sessions: Sessions
}

declare module 'fastify' {
  interface FastifyInstance {
    auth: Auth
  }
}

/** @param pool of the login role: it alone may read the signing keys */
export async function createAuth(
  pool: pg.Pool,
  door: Door,
  clock: Clock,
  catalogue: PermissionCatalogue,
): Promise<Auth> {
  const tokens = await loadTokens(pool, clock)
  const principals = createPrincipals(door, tokens, catalogue)
  return { catalogue, tokens, principals, sessions: createSessions(door, tokens, principals) }
}
