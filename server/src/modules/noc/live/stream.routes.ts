import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { badRequest, overloaded, unauthenticated } from '../../../platform/errors.ts'
import { signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { MAX_SUBSCRIPTIONS } from '../../../platform/live/frames.ts'
import type { Sink } from '../../../platform/live/sink.ts'
import { topicOf } from '../../../platform/live/subscribe.ts'
import { bearerOf, identifyBy } from './identify.ts'

const RETRY_MS = 3000

/** The live stream for those who speak HTTP only: the same frames as events, one subscription per topic. */
export function streamRoutes(app: App) {
  const schema = {
    tags: ['Live'],
    summary: 'Server-sent events: the frames of the WebSocket, resumable by Last-Event-ID',
    querystring: Type.Object({
      topics: Type.String({ description: 'Separated by commas: alerts,incidents' }),
    }),
    headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 64 })) }),
    response: {
      200: {
        description: 'An endless stream; it ends when the access token does',
        content: { 'text/event-stream': { schema: Type.String() } },
      },
      ...problems(400, 401, 403, 404, 503),
    },
  }
  const options = { schema, config: signedIn, exposeHeadRoute: false }
  app.get('/api/noc/stream/', options, async (request, reply) => {
    const topics = [...new Set(request.query.topics.split(',').filter(Boolean))]
    if (topics.length === 0 || topics.length > MAX_SUBSCRIPTIONS) {
      throw badRequest(`topics: must be 1 to ${MAX_SUBSCRIPTIONS} topics separated by commas`)
    }
    for (const topic of topics) topicOf(app.live.topics, request.ctx, topic)
    const token = bearerOf(request.headers.authorization)
    if (!token) throw unauthenticated('Sign in: this needs an access token.')

    const sink = sinkOf(reply)
    const session = app.live.open(sink, identifyBy(app, { id: request.id, ip: request.ip }), token)
    if (!session) throw overloaded('The server is about to stop; try again.')
    begin(reply)
    reply.raw.on('close', session.closed)
    reply.raw.on('drain', session.drained)
    const cursor = request.headers['last-event-id']
    session.receive(JSON.stringify({ t: 'hello', v: 1, ...(cursor && { cursor }) }))
    for (const topic of topics) session.receive(JSON.stringify({ t: 'sub', id: topic, topic }))
    return reply
  })
}

/** What hooks have set (origin rules, security headers) goes out, too: the answer is written past the framework. */
function begin(reply: FastifyReply) {
  const { raw } = reply.hijack()
  const headers = {
    ...reply.getHeaders(),
    'x-request-id': reply.request.id,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  }
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value)
  raw.socket?.setTimeout(0)
  raw.write(`retry: ${RETRY_MS}\n\n`)
}

function sinkOf({ raw }: FastifyReply): Sink {
  return {
    isOneWay: true,
    buffered: () => raw.writableLength,
    send({ text, cursor }) {
      if (!raw.writableEnded) raw.write(`${cursor === null ? '' : `id: ${cursor}\n`}data: ${text}\n\n`)
    },
    ping: () => raw.write(': here\n\n'),
    close: () => raw.end(),
    abort: () => raw.destroy(),
  }
}
