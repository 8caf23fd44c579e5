import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes files: its body may take as long as the server waits for any request. */
    isUpload?: boolean
  }
}

const BODY_MS = 15_000
const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** Ends connections whose request's body takes too long to arrive. Node knows one such time for all routes, which files need longer than. */
export function limitBodyTime(app: App, ms = BODY_MS) {
  app.addHook('onRequest', ({ raw, headers, routeOptions }, _, done) => {
    if (hasBody(headers) && !routeOptions.config.isUpload) limit(raw, ms)
    done()
  })
}

const hasBody = (headers: IncomingHttpHeaders) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function limit(request: IncomingMessage, ms: number) {
  const timer = setTimeout(() => {
    // An injected request has no socket that could be late.
    if (!request.complete && request.socket instanceof Socket)
      request.socket.end(TOO_SLOW, () => request.socket.destroy())
  }, ms).unref()
  request.once('close', () => clearTimeout(timer))
}
