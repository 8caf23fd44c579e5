import { Type } from 'typebox'
import { forbidden, overloaded, Problem, unauthenticated } from '../../../platform/errors.ts'
import { signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, Nullable, problems } from '../../../platform/http/schema.ts'
import { CLOSE, type CloseCode } from '../../../platform/live/frames.ts'
import type { Sink } from '../../../platform/live/sink.ts'
import { listen, TopicList } from './listen.ts'

const MAX_WAIT_SECONDS = 25
/** What happened together comes in several frames. */
const GATHER_MS = 20

const Event = Type.Object({
  id: Type.Array(Type.String(), { description: 'The topics it belongs to' }),
  k: Type.String({ description: 'The noun' }),
  op: Type.String({
    description: 'upsert, delete, leave (it is out of your sight) or tick (only counters moved)',
  }),
  eid: Type.Integer({ description: 'The record' }),
  ver: Type.Integer({ description: 'Its version: what you have in this version or a later one is no news' }),
  d: Type.Optional(Type.Unknown({ description: 'The record as its list shows it' })),
})
const Changes = Type.Object({
  cursor: Type.String({ description: 'To ask with next time' }),
  resumed: Type.Boolean({ description: 'false: read the lists anew, then ask on from this cursor' }),
  reason: Nullable(Type.String({ description: 'Why not: epoch or history' })),
  events: Type.Array(Event),
  gaps: Type.Array(Type.Object({ id: Type.String(), why: Type.String() }), {
    description: 'Topics whose list is to be read anew',
  }),
})

interface Gathered {
  resumed: boolean
  reason: string | null
  events: object[]
  gaps: { id: string; why: string }[]
}

/** The live stream for those who rather ask: what has happened since a cursor, or what happens next. */
export function changesRoutes(app: App) {
  const schema = {
    tags: ['Live'],
    summary: 'What changed since a cursor; waits for something to happen when nothing did',
    querystring: Closed({
      topics: TopicList,
      cursor: Type.Optional(
        Type.String({ maxLength: 64, description: 'Without it: where the stream stands now' }),
      ),
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MAX_WAIT_SECONDS,
          description: 'In seconds; 25 when it is not given',
        }),
      ),
    }),
    response: { 200: Changes, ...problems(400, 401, 403, 404, 429, 503) },
  }
  app.get(
    '/api/noc/changes/',
    { schema, config: { ...signedIn, isLong: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const { cursor, wait = MAX_WAIT_SECONDS } = request.query
      const { sink, gathered, finish, finished } = gather()
      const session = listen(app, request, sink, cursor)
      reply.raw.once('close', session.closed)
      reply.header('cache-control', 'no-store')
      await session.settle()
      const timer = setTimeout(finish, wait * 1000, null)
      const ended = await finished
      clearTimeout(timer)
      const member = session.member()
      session.closed()
      if (!member) throw refusalOf(ended)
      return { cursor: member.connection.cursor(), ...gathered }
    },
  )
}

/** Keeps what is sent, until there is something and a moment has passed, or there is nothing to wait for. */
function gather() {
  const gathered: Gathered = { resumed: false, reason: null, events: [], gaps: [] }
  let finish: (code: CloseCode | null) => void = () => {}
  const finished = new Promise<CloseCode | null>((resolve) => {
    finish = resolve
  })
  const soon = () => setTimeout(finish, GATHER_MS, null)

  const sink: Sink = {
    isOneWay: true,
    buffered: () => 0,
    send({ text }) {
      const frame = JSON.parse(text)
      if (frame.t === 'welcome')
        Object.assign(gathered, { resumed: frame.resumed, reason: frame.reason ?? null })
      else if (frame.t === 'ev') gathered.events.push(...frame.ev)
      else if (frame.t === 'gap') gathered.gaps.push({ id: frame.id, why: frame.why })
      if (['ev', 'gap', 'snap'].includes(frame.t)) soon()
    },
    ping: () => {},
    close: finish,
    abort: () => finish(CLOSE.draining),
  }
  return { sink, gathered, finish, finished }
}

function refusalOf(code: CloseCode | null) {
  if (code === CLOSE.badAuth || code === CLOSE.tokenExpired) return unauthenticated('Sign in again.')
  if (code === CLOSE.forbidden) return forbidden('noc:view')
  if (code === CLOSE.tooMany)
    return new Problem(429, 'too_many', 'You have five live connections already; close one.')
  return overloaded('The stream could not be read just now; try again.')
}
