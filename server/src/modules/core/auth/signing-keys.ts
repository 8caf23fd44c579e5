import { randomBytes } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type pg from 'pg'
import type { Clock } from '../../../platform/clock.ts'

export const ALGORITHM = 'EdDSA'
export const ACCESS_SECONDS = 15 * 60
/** A new key signs after this, so that every process has it by then. */
const OVERLAP_MS = 10_000
/** The table is read no more often, whatever names of keys strangers make up; less than the overlap. */
const READ_EVERY_MS = 5_000

export interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  /** From when on it signs. */
  signsFrom: number
}

export interface SigningKeys {
  /** The one that signs now. */
  current(): Promise<SigningKey>
  /** The one of this name, as long as a token that it signed can hold. */
  find(kid: string): Promise<SigningKey | undefined>
}

/** They lie in the database's auth schema, readable by the login role alone, so that all processes share them. */
export async function loadSigningKeys(pool: pg.Pool, clock: Clock): Promise<SigningKeys> {
  // The first process of an installation makes the first key; all others find it.
  await addKey(pool, clock, 'where not exists (select from auth.signing_keys)')
  let keys = await readKeys(pool)
  let readAt = clock.now().getTime()

  async function refresh() {
    const now = clock.now().getTime()
    if (now - readAt < READ_EVERY_MS) return
    readAt = now
    keys = await readKeys(pool)
  }

  const isFound = (kid: string) => keys.some((key) => key.kid === kid)

  return {
    async current() {
      await refresh()
      const now = clock.now().getTime()
      return keys.findLast(({ signsFrom }) => signsFrom <= now) ?? (keys[0] as SigningKey)
    },
    async find(kid) {
      if (!isFound(kid)) await refresh()
      const at = keys.findIndex((key) => key.kid === kid)
      const successor = keys[at + 1]
      const isOver = successor && successor.signsFrom + ACCESS_SECONDS * 1000 <= clock.now().getTime()
      return isOver ? undefined : keys[at]
    },
  }
}

/** From now on there is one more, which signs as soon as all processes know it. @returns its name */
export const rotateSigningKey = (pool: pg.Pool, clock: Clock) => addKey(pool, clock, '')

async function addKey(pool: pg.Pool, clock: Clock, unless: string) {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true })
  const kid = randomBytes(8).toString('hex')
  await pool.query(
    `insert into auth.signing_keys (kid, private_jwk, created_at) select $1, $2, $3 ${unless}`,
    [kid, JSON.stringify(await exportJWK(pair.privateKey)), clock.now()],
  )
  return kid
}

/** The oldest first, which signs as long as it is alone. */
async function readKeys(pool: pg.Pool): Promise<SigningKey[]> {
  const { rows } = await pool.query<{ kid: string; jwk: JWK; created_at: Date }>(
    'select kid, private_jwk as jwk, created_at from auth.signing_keys order by created_at, kid',
  )
  return Promise.all(
    rows.map(async ({ kid, jwk, created_at }) => {
      const { d: _, ...publicJwk } = jwk
      const privateKey = (await importJWK(jwk, ALGORITHM)) as CryptoKey
      const publicKey = (await importJWK(publicJwk, ALGORITHM)) as CryptoKey
      return { kid, privateKey, publicKey, signsFrom: created_at.getTime() + OVERLAP_MS }
    }),
  )
}
