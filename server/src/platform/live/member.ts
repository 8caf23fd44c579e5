import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Connection } from './connection.ts'
import { CLOSE, frameOf, HEARTBEAT_SECONDS } from './frames.ts'
import type { Room } from './room.ts'
import { rightsOf } from './scope.ts'
import type { Sink } from './sink.ts'

const NOTICE_MS = 30_000
const RIGHTS_MS = 3000
const MISSED_HEARTBEATS = 2

/** Who is behind a token now, and until when it holds, in epoch milliseconds. */
export interface Identity {
  ctx: Context
  expiresAt: number
}

/** Throws a Problem 401; its code is `token_expired` when nothing else is wrong. */
export type Identify = (token: string) => Promise<Identity>

/** Someone who has said hello, and is watched from then on: alive, still allowed, token not over. */
export interface Member {
  readonly room: Room
  readonly connection: Connection
  ctx(): Context
  /** Takes a fresh token of the same person; any other ends the connection. */
  renew(token: string, identity: Identity): void
  heard(): void
  /** Once a second. */
  checkUp(): void
}

interface MemberParts {
  room: Room
  connection: Connection
  sink: Sink
  clock: Clock
  identify: Identify
  token: string
  identity: Identity
}

export function createMember({ room, connection, sink, clock, identify, ...given }: MemberParts): Member {
  let { token, identity } = given
  let pingedAt = performance.now()
  let missed = 0
  let checkedAt = pingedAt
  let isChecking = false
  let isWarned = false

  function beat(now: number) {
    if (now - pingedAt < HEARTBEAT_SECONDS * 1000) return
    if (missed >= MISSED_HEARTBEATS) return sink.abort()
    if (!sink.isOneWay) missed++
    pingedAt = now
    // The cursor goes along: who hears of nothing that concerns them still need not come back to the past.
    sink.ping(frameOf({ t: 'ping', at: clock.now().toISOString(), c: connection.cursor() }))
  }

  function watchToken() {
    const left = identity.expiresAt - clock.now().getTime()
    if (left <= 0) return connection.end(CLOSE.tokenExpired)
    if (left > NOTICE_MS || isWarned) return
    isWarned = true
    connection.say(frameOf({ t: 'err', code: 'token_expiring', msg: 'Say hello again with a fresh token.' }))
  }

  async function watchRights(now: number) {
    if (isChecking || now - checkedAt < RIGHTS_MS) return
    isChecking = true
    checkedAt = now
    const asked = token
    try {
      const fresh = await identify(asked)
      if (asked === token) admit(fresh)
    } catch (error) {
      // A database that is away says nothing about anybody's rights.
      if (error instanceof Problem && error.status === 401 && asked === token)
        connection.end(closeCodeOf(error))
    } finally {
      isChecking = false
    }
  }

  function admit(fresh: Identity) {
    const before = rightsOf(identity.ctx)
    identity = fresh
    if (rightsOf(fresh.ctx) !== before) connection.changeRights(fresh.ctx)
  }

  return {
    room,
    connection,
    ctx: () => identity.ctx,
    renew(freshToken, fresh) {
      const isSame = personOf(fresh.ctx) === personOf(identity.ctx)
      if (!isSame) return connection.end(CLOSE.badAuth)
      token = freshToken
      isWarned = false
      admit(fresh)
      connection.say(frameOf({ t: 'renewed', expires_at: new Date(fresh.expiresAt).toISOString() }))
    },
    heard: () => {
      missed = 0
    },
    checkUp() {
      const now = performance.now()
      beat(now)
      watchToken()
      watchRights(now)
      connection.catchUp()
    },
  }
}

export const personOf = ({ organizationId, actor }: Context) => `${organizationId}:${actor.kind}:${actor.id}`

export const closeCodeOf = (refusal: Problem) =>
  refusal.code === 'token_expired' ? CLOSE.tokenExpired : CLOSE.badAuth
