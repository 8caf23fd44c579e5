import { sql } from 'kysely'
import type { Clock } from '../../../platform/clock.ts'
import { systemContext } from '../../../platform/context.ts'
import { unauthenticated } from '../../../platform/errors.ts'
import type { AdmitStranger } from '../../../platform/http/rate-limits.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { NOBODY } from '../auth/session.service.ts'
import { hashToken } from '../auth/tokens.ts'
import type { ApiTokenClaims, Credential } from './api-token.credential.ts'
import { PREFIX } from './api-token.service.ts'

const REMEMBERED = 10_000
const NOTED_EVERY_MS = 60_000

export interface ApiTokens {
  /** What a token says; 401 where nobody made it, or it is over. Whether it was revoked, `isAlive` asks. 429: too many unknown
   * ones came from there. */
  verify(token: string, address: string): Promise<ApiTokenClaims>
  /** Notes that it was used, at most once a minute. */
  note(credential: Credential): Promise<void>
}

export const looksLikeApiToken = (token: string) => token.startsWith(PREFIX)

export function createApiTokens(door: Door, clock: Clock, admitStranger: AdmitStranger): ApiTokens {
  const verified = new Map<string, ApiTokenClaims>()
  const noted = new Map<number, number>()

  async function verify(token: string, address: string) {
    const claims = await claimsOf(hashToken(token), address)
    if (!claims) throw unauthenticated('The API token is not valid.')
    if (claims.expiresAt * 1000 <= clock.now().getTime()) throw unauthenticated('The API token has expired.')
    return claims
  }

  async function claimsOf(hash: Buffer, address: string) {
    const key = hash.toString('base64')
    const known = verified.get(key)
    if (known) return known
    await admitStranger(address)
    const claims = await read(hash)
    if (!claims) return undefined
    if (verified.size >= REMEMBERED) verified.clear()
    verified.set(key, claims)
    return claims
  }

  async function read(hash: Buffer): Promise<ApiTokenClaims | undefined> {
    const found = await door.read(NOBODY, (tx) =>
      tx.maybe(
        sql<{ organization_id: number; token_id: number }>`select * from auth.find_api_token(${hash})`,
      ),
    )
    if (!found) return undefined
    const { organization_id: organizationId, token_id: tokenId } = found
    const row = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
      tx.maybe(sql<{ name: string; scopes: string[]; created_by: number; expires_at: Date }>`
        select name, scopes, created_by, expires_at from api_tokens where id = ${tokenId} and deleted_at is null`),
    )
    if (!row) return undefined
    const { name, created_by: userId } = row
    const [scopes, expiresAt] = [new Set(row.scopes), Math.floor(row.expires_at.getTime() / 1000)]
    return { tokenId, name, scopes, userId, organizationId, expiresAt }
  }

  async function note(credential: Credential) {
    if (!('tokenId' in credential)) return
    const { tokenId, organizationId } = credential
    const now = clock.now().getTime()
    if (now - (noted.get(tokenId) ?? 0) < NOTED_EVERY_MS) return
    if (noted.size >= REMEMBERED) noted.clear()
    noted.set(tokenId, now)
    await door.write(systemContext(organizationId, 'sign-in'), (tx) =>
      tx.run(sql`update api_tokens set last_used_at = app.now() where id = ${tokenId}
        and (last_used_at is null or last_used_at <= app.now() - interval '1 minute')`),
    )
  }

  return { verify, note }
}
