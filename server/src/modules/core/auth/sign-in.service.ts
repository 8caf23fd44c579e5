import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { unauthenticated } from '../../../platform/errors.ts'
import type { Door, Tx } from '../../../platform/unit-of-work.ts'
import { accountEvents } from './account.events.ts'
import type { Mfa } from './mfa.service.ts'
import { isPassword } from './passwords.ts'
import {
  type Known,
  NOBODY,
  type Peer,
  type Sessions,
  type SignedIn,
  signInContext,
} from './session.service.ts'
import type { Throttle } from './throttle.service.ts'
import { hashToken } from './tokens.ts'

const CHALLENGE_LIFETIME = '5 minutes'
const CHALLENGE_TRIES = 5

/** The password was right, and a code must follow. */
export interface Challenge {
  mfaToken: string
}

export interface SignIn {
  /** @param code of the second factor, where the caller knows that there is one */
  withPassword(
    credentials: { username: string; password: string; code?: string | undefined },
    peer: Peer,
  ): Promise<SignedIn | Challenge>
  withCode(mfaToken: string, code: string, peer: Peer): Promise<SignedIn>
}

interface Parts {
  door: Door
  sessions: Sessions
  throttle: Throttle
  mfa: Mfa
}

export async function findCredentials(door: Door, username: string) {
  const found = await door.read(NOBODY, (tx) =>
    tx.maybe(sql<{ user_id: number; organization_id: number; password_hash: string }>`
      select * from auth.find_credentials(${username})`),
  )
  return found && { userId: found.user_id, organizationId: found.organization_id, hash: found.password_hash }
}

const wrongPassword = () => unauthenticated('The user name or the password is wrong.')
const startAnew = () => unauthenticated('This took too long or too many tries: sign in again from the start.')

async function endChallenge(tx: Tx, mfaToken: string) {
  const { was_open } = await tx.one(
    sql<{ was_open: boolean }>`select auth.end_challenge(${hashToken(mfaToken)}) as was_open`,
  )
  return was_open
}

export function createSignIn({ door, sessions, throttle, mfa }: Parts): SignIn {
  const recordLock = (by: string, { organizationId, userId }: Known, peer: Peer) =>
    door.write(signInContext(organizationId, peer), async (tx) =>
      tx.record(accountEvents.locked(userId, { by })),
    )

  /** Null for whoever is not active, as for whoever does not exist. */
  async function checkPassword(username: string, password: string, peer: Peer) {
    const found = await findCredentials(door, username)
    if (!(await isPassword(found?.hash, password)) || !found) return null
    const person = await door.read(signInContext(found.organizationId, peer), (tx) =>
      tx.maybe(sql<{ has_mfa: boolean }>`select auth.has_mfa(id) as has_mfa from users
        where id = ${found.userId} and is_active and deleted_at is null`),
    )
    return person ? { ...found, hasMfa: person.has_mfa } : null
  }

  async function withPassword(
    { username, password, code }: Parameters<SignIn['withPassword']>[0],
    peer: Peer,
  ) {
    const known = await throttle.attempt(
      throttle.password(username, peer.address),
      () => checkPassword(username, password, peer),
      async () => {
        const account = await findCredentials(door, username)
        if (account) await recordLock('password', account, peer)
      },
    )
    if (!known) throw wrongPassword()
    if (known.hasMfa) return code === undefined ? challenge(known, peer) : secondFactor(known, code, peer)
    const opened = await door.write(signInContext(known.organizationId, peer), (tx) =>
      sessions.open(tx, known.userId, peer),
    )
    if (!opened) throw wrongPassword()
    return sessions.issueTokens(opened)
  }

  async function challenge({ organizationId, userId }: Known, peer: Peer) {
    const mfaToken = `wd_mt_${randomBytes(32).toString('base64url')}`
    await door.write(signInContext(organizationId, peer), (tx) =>
      tx.all(
        sql`select auth.open_challenge(${userId}, ${hashToken(mfaToken)}, ${CHALLENGE_LIFETIME}::interval)`,
      ),
    )
    return { mfaToken }
  }

  /** @param answering the challenge that ends with this */
  async function secondFactor(known: Known, code: string, peer: Peer, answering?: string) {
    const { organizationId, userId } = known
    const opened = await throttle.attempt(
      throttle.secondFactor(userId),
      () =>
        door.write(signInContext(organizationId, peer), async (tx) => {
          if (!(await mfa.takeCode(tx, userId, code))) return null
          if (answering && !(await endChallenge(tx, answering))) throw startAnew()
          return sessions.open(tx, userId, peer)
        }),
      () => recordLock('second_factor', known, peer),
    )
    if (!opened) throw unauthenticated('The code is wrong, or was used before.')
    return sessions.issueTokens(opened)
  }

  async function withCode(mfaToken: string, code: string, peer: Peer) {
    const asked = await door.write(NOBODY, (tx) =>
      tx.maybe(sql<{ organization_id: number; user_id: number }>`
        select * from auth.try_challenge(${hashToken(mfaToken)}, ${CHALLENGE_TRIES})`),
    )
    if (!asked) throw startAnew()
    return secondFactor(
      { organizationId: asked.organization_id, userId: asked.user_id },
      code,
      peer,
      mfaToken,
    )
  }

  return { withPassword, withCode }
}
