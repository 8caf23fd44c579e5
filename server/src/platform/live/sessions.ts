import type { Bus } from '../bus/bus.ts'
import { createSeats } from '../bus/seats.ts'
import { createGate } from '../gate.ts'
import type { Pacer } from '../pacer.ts'
import { CLOSE } from './frames.ts'
import type { Identify } from './identity.ts'
import { personOf } from './member.ts'
import type { Entry } from './ring.ts'
import { createSession, type Session, type SessionParts } from './session.ts'
import type { Sink } from './sink.ts'

const SEATS = 5
/** More than this in one process are turned away: memory is finite, and there are other processes. */
const MAX_SESSIONS = 12_000
/** So many may be on their way in; beyond that a crowd that comes back is asked to come later. */
const MAX_STRANGERS = 1000
const IDENTIFIED_AT_ONCE = 4
const CHECK_MS = 1000
const KEEP_SEATS_MS = 20_000
const MAX_SPREAD_MS = 30_000

/** All who are connected to this process, or are about to be. */
export function createSessions(parts: Omit<SessionParts, 'takeSeat'>, pacer: Pacer, bus: Bus | null) {
  const { rights, metrics } = parts
  const sessions = new Map<Session, Sink>()
  const seats = createSeats(SEATS, bus)
  const inTurn = createGate({ atOnce: IDENTIFIED_AT_ONCE })
  let strangers = 0
  let isDraining = false

  const checks = setInterval(() => {
    strangers = [...sessions.keys()].filter((session) => !session.member()).length
    pacer.each([...sessions.keys()], (session) => session.checkUp())
  }, CHECK_MS).unref()
  const keeping = setInterval(seats.keep, KEEP_SEATS_MS).unref()

  function sendAway(spreadMs: number) {
    for (const session of sessions.keys()) session.end(CLOSE.draining, Math.random() * spreadMs)
  }

  /** Gives the closing handshakes a second. */
  async function gone() {
    const end = performance.now() + 1000
    while (sessions.size > 0 && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 20))
    for (const sink of sessions.values()) sink.abort()
  }

  return {
    size: () => sessions.size,
    queuedBytes: () => [...sessions.values()].reduce((sum, sink) => sum + sink.buffered(), 0),
    /** Is there room for one more? */
    mayEnter() {
      const isRoom = sessions.size < MAX_SESSIONS && strangers < MAX_STRANGERS
      if (!isRoom) metrics.refused.inc({ what: 'connection' })
      return isRoom
    },
    /** Begins the conversation with a client; undefined while the server drains. */
    open(sink: Sink, identify: Identify, offered?: string): Session | undefined {
      if (isDraining) return undefined
      const session = createSession(
        { ...parts, takeSeat: (ctx) => seats.take(personOf(ctx)) },
        sink,
        (token) => inTurn(() => identify(token)),
        offered,
      )
      sessions.set(session, sink)
      strangers++
      const closed = () => {
        sessions.delete(session)
        session.closed()
      }
      return { ...session, closed }
    },
    /** Before anything of what follows a change of rights is told: who lost one hears nothing that was written after that. */
    doubt(entry: Entry) {
      const isConcerned = rights.concern(entry)
      if (!isConcerned) return
      rights.forget(entry.organizationId)
      for (const session of sessions.keys()) {
        const member = session.member()
        if (member && isConcerned(member.identity())) member.doubt()
      }
    },
    /** A restored database tells another story: whoever comes back learns so from the cursor's epoch. */
    leaveEpoch() {
      for (const session of sessions.keys()) session.member()?.connection.gap('epoch')
      sendAway(1000)
    },
    /** Sends everybody away, each to come back at a moment of their own. */
    async close() {
      isDraining = true
      for (const timer of [checks, keeping]) clearInterval(timer)
      sendAway(Math.min(MAX_SPREAD_MS, 500 + sessions.size * 10))
      await gone()
    },
  }
}
