import { sql } from 'kysely'
import type { Context } from '../../../platform/context.ts'
import type { AccessClaims } from '../auth/tokens.ts'

/** What an API token says. It stands fast as long as the token does. */
export interface ApiTokenClaims {
  tokenId: number
  name: string
  scopes: ReadonlySet<string>
  userId: number
  organizationId: number
  expiresAt: number
}

/** By what somebody speaks: a session's access token, or an API token. */
export type Credential = AccessClaims | ApiTokenClaims

export const isApiToken = (credential: Credential): credential is ApiTokenClaims => 'tokenId' in credential

export const keyOf = (credential: Credential) => {
  const what = isApiToken(credential) ? `token ${credential.tokenId}` : `session ${credential.sessionId}`
  return `${what} ${credential.userId} ${credential.organizationId}`
}

/** Does it still stand for the person `u`? */
export const isAlive = (credential: Credential) =>
  isApiToken(credential)
    ? sql<boolean>`exists (select from api_tokens t where t.id = ${credential.tokenId} and t.created_by = u.id
        and t.deleted_at is null and t.expires_at > app.now())`
    : sql<boolean>`auth.is_session_alive(${credential.sessionId}, u.id)`

/** The person as they may act by it: by an API token within its scopes, and named with it. */
export function speakingBy(credential: Credential, person: Context): Context {
  if (!isApiToken(credential)) return { ...person, sessionId: credential.sessionId }
  const { tokenId, name, scopes } = credential
  const permissions = new Set([...person.permissions].filter((permission) => scopes.has(permission)))
  const actor = { ...person.actor, name: `${person.actor.name} (token ${name})`, tokenId }
  return { ...person, actor, permissions }
}
