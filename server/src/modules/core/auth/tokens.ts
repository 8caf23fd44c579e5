import { createHash, createHmac, randomBytes } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import type pg from 'pg'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock } from '../../../platform/clock.ts'
import { unauthenticated } from '../../../platform/errors.ts'
import { Id } from '../../../platform/http/schema.ts'
import { ACCESS_SECONDS, ALGORITHM, loadSigningKeys } from './signing-keys.ts'

const ISSUER = 'watchdesk'
const TYPE = 'at+jwt'
const REMEMBERED = 10_000
/** Three parts, the last one 64 bytes. */
const SHAPE = /^[\w-]+\.[\w-]+\.([\w-]{86})$/

const rewritten = (signature: string) => Buffer.from(signature, 'base64url').toString('base64url')

/** Exactly this: no arrays of audiences, no numbers as text. */
const accessClaims = Compile(
  Type.Object({
    iss: Type.Literal(ISSUER),
    aud: Type.Literal(ISSUER),
    sub: Type.String(),
    sid: Id,
    user_id: Id,
    org_id: Id,
    exp: Type.Integer(),
  }),
)

/** What an access token says. It names a session; rights are read from the database, never from here. */
export interface AccessClaims {
  sessionId: number
  userId: number
  organizationId: number
  expiresAt: number
}

export interface Tokens {
  issueAccess(claims: Omit<AccessClaims, 'expiresAt'> & { isSuperuser: boolean }): Promise<string>
  /** 401 unless it is ours, of the one algorithm, and not over. */
  verifyAccess(token: string): Promise<AccessClaims>
  /** A refresh token's successor is derived from it, so that a replay within the grace gives the same one. */
  successorOf(refresh: string): string
}

export const newRefreshToken = () => `wd_rt_${randomBytes(32).toString('base64url')}`
export const hashToken = (token: string) => createHash('sha256').update(token).digest()

/** The rotation secret lies beside the keys, so that all processes share it. */
export async function loadTokens(pool: pg.Pool, clock: Clock): Promise<Tokens> {
  const keys = await loadSigningKeys(pool, clock)
  const secret = await rotationSecret(pool)
  const verified = new Map<string, AccessClaims>()

  async function issueAccess({
    sessionId,
    userId,
    organizationId,
    isSuperuser,
  }: Parameters<Tokens['issueAccess']>[0]) {
    const { kid, privateKey } = await keys.current()
    const now = Math.floor(clock.now().getTime() / 1000)
    return new SignJWT({ sid: sessionId, user_id: userId, org_id: organizationId, is_superuser: isSuperuser })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setSubject(String(userId))
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_SECONDS)
      .sign(privateKey)
  }

  async function verifyAccess(token: string) {
    const seconds = clock.now().getTime() / 1000
    const remembered = verified.get(token)
    if (remembered) {
      if (remembered.expiresAt <= seconds) throw unauthenticated('The access token has expired.')
      return remembered
    }
    const claims = await verify(token)
    if (verified.size >= REMEMBERED) verified.delete(verified.keys().next().value as string)
    verified.set(token, claims)
    return claims
  }

  async function verify(token: string): Promise<AccessClaims> {
    const kid = kidOf(token)
    const key = kid === undefined ? undefined : await keys.find(kid)
    try {
      const [, signature] = SHAPE.exec(token) ?? []
      if (signature === undefined || rewritten(signature) !== signature) throw new Error('not as we write it')
      if (!key) throw new Error('another header than ours')
      // The key is one of ours, the algorithm the one it has: a header chooses among these, and nothing else.
      const { payload } = await jwtVerify(token, key.publicKey, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        currentDate: clock.now(),
      })
      if (!accessClaims.Check(payload) || payload.sub !== String(payload.user_id))
        throw new Error('other claims')
      const { sid, user_id, org_id, exp } = payload
      return { sessionId: sid, userId: user_id, organizationId: org_id, expiresAt: exp }
    } catch (error) {
      const hasExpired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED'
      throw unauthenticated(hasExpired ? 'The access token has expired.' : 'The access token is not valid.')
    }
  }

  const successorOf = (refresh: string) =>
    `wd_rt_${createHmac('sha256', secret).update(refresh).digest('base64url')}`
  return { issueAccess, verifyAccess, successorOf }
}

/** The key that a header as we write it names. */
function kidOf(token: string): string | undefined {
  try {
    const { kid, ...rest } = decodeProtectedHeader(token)
    return typeof kid === 'string' && Object.keys(rest).join() === 'alg,typ' ? kid : undefined
  } catch {
    return undefined
  }
}

async function rotationSecret(pool: pg.Pool): Promise<Buffer> {
  await pool.query('insert into auth.rotation_secret (secret) values ($1) on conflict do nothing', [
    randomBytes(32),
  ])
  const { rows } = await pool.query('select secret from auth.rotation_secret')
  return rows[0].secret
}
