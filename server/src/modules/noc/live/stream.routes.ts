import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, problems } from '../../../platform/http/schema.ts'
import type { Sink } from '../../../platform/live/sink.ts'
import { listen, TopicList } from './listen.ts'

const RETRY_MS = 3000

/** The live stream for those who speak HTTP only: the same frames as events, one subscription per topic. */
export function streamRoutes(app: App) {
  const schema = {
    tags: ['Live'],
    summary: 'Server-sent events: the frames of the WebSocket, resumable by Last-Event-ID',
    querystring: Closed({ topics: TopicList }),
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
    const session = listen(app, request, sinkOf(reply), request.headers['last-event-id'])
    begin(reply)
    reply.raw.on('close', session.closed)
    reply.raw.on('drain', session.drained)
    session.settle()
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
