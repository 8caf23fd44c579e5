import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { badRequest, overloaded, unauthenticated } from '../../../platform/errors.ts'
import type { App } from '../../../platform/http/app.ts'
import { MAX_SUBSCRIPTIONS } from '../../../platform/live/frames.ts'
import type { Session } from '../../../platform/live/session.ts'
import type { Sink } from '../../../platform/live/sink.ts'
import { topicOf } from '../../../platform/live/subscribe.ts'
import { bearerOf, identifyBy } from './identify.ts'

export const TopicList = Type.String({ description: 'Separated by commas: alerts,incidents' })

type Asking = Pick<FastifyRequest, 'id' | 'ip' | 'ctx' | 'headers'> & { query: { topics: string } }

/** Opens a session for those who speak HTTP only: as a WebSocket would, with one subscription per topic of the address. */
export function listen(app: App, request: Asking, sink: Sink, cursor: string | undefined): Session {
  const topics = [...new Set(request.query.topics.split(',').filter(Boolean))]
  if (topics.length === 0 || topics.length > MAX_SUBSCRIPTIONS) {
    throw badRequest(`topics: must be 1 to ${MAX_SUBSCRIPTIONS} topics separated by commas`)
  }
  for (const topic of topics) topicOf(app.live.topics, request.ctx, topic)
  const token = bearerOf(request.headers.authorization)
  if (!token) throw unauthenticated('Sign in: this needs an access token.')
  if (!app.live.mayEnter()) throw overloaded('Too many are connected; try again shortly.')
  const session = app.live.open(sink, identifyBy(app, { id: request.id, ip: request.ip }), token)
  if (!session) throw overloaded('The server is about to stop; try again.')
  session.receive(JSON.stringify({ t: 'hello', v: 1, ...(cursor && { cursor }) }))
  for (const topic of topics) session.receive(JSON.stringify({ t: 'sub', id: topic, topic }))
  return session
}
