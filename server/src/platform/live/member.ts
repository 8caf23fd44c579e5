import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Connection } from './connection.ts'
import { CLOSE, frameOf, HEARTBEAT_SECONDS } from './frames.ts'
import type { Identify, Identity, Rights } from './identity.ts'
import type { Room } from './room.ts'
import { rightsOf } from './scope.ts'
import type { Sink } from './sink.ts'

const NOTICE_MS = 30_000
/** The stream tells of changed rights; this is for what it cannot tell, somebody's hand in the database. */
const RIGHTS_MS = 60_000
const MISSED_HEARTBEATS = 2

/** Someone who has said hello, and is watched from then on: alive, still allowed, token not over. */
export interface Member {
  readonly room: Room
  readonly connection: Connection
  identity(): Identity
  /** Takes a fresh token of the same person; any other ends the connection. */
  renew(token: string, identity: Identity): void
  heard(): void
  /** Their rights may have changed: what follows is told once they are known. */
  doubt(): void
  /** Once a second. */
  checkUp(): void
}

interface MemberParts {
  room: Room
  connection: Connection
  sink: Sink
  clock: Clock
  identify: Identify
  rights: Rights
  token: string
  identity: Identity
}

export function createMember({
  room,
  connection,
  sink,
  clock,
  identify,
  rights,
  ...given
}: MemberParts): Member {
  let { token, identity } = given
  let pingedAt = performance.now()
  let missed = 0
  let checkedAt = pingedAt
  let isChecking = false
  let doubts = 0
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

  async function checkRights() {
    if (isChecking) return
    isChecking = true
    checkedAt = performance.now()
    const [asked, about] = [token, doubts]
    try {
      const fresh = await identify(asked)
      if (asked === token) admit(fresh)
      // A doubt that came while we read is answered by the next reading.
      if (asked === token && about === doubts) doubts = 0
    } catch (error) {
      // A database that is away says nothing about anybody's rights; who is in doubt waits for it.
      if (error instanceof Problem && error.status === 401 && asked === token)
        connection.end(closeCodeOf(error))
    }
    isChecking = false
    if (about > 0 && doubts === 0) connection.doubt(false)
    else if (doubts > about || asked !== token) checkRights()
  }

  function admit(fresh: Identity) {
    const before = rightsOf(identity.ctx)
    identity = fresh
    if (rightsOf(fresh.ctx) === before) return
    connection.changeRights(fresh.ctx)
    if (!rights.mayListen(fresh.ctx)) connection.end(CLOSE.forbidden)
  }

  return {
    room,
    connection,
    identity: () => identity,
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
    doubt() {
      doubts++
      connection.doubt(true)
      checkRights()
    },
    checkUp() {
      const now = performance.now()
      beat(now)
      watchToken()
      const isDue = clock.now().getTime() >= identity.changesAt
      if (doubts > 0 || isDue || now - checkedAt > RIGHTS_MS) checkRights()
      connection.catchUp()
    },
  }
}

/** Who looks as somebody else is neither themselves nor the other. */
export const personOf = ({ organizationId, actor, viewer }: Context) =>
  [organizationId, actor.kind, actor.id, ...(viewer ? ['seen by', viewer.id] : [])].join(':')

export const closeCodeOf = (refusal: Problem) =>
  refusal.code === 'token_expired' ? CLOSE.tokenExpired : CLOSE.badAuth
