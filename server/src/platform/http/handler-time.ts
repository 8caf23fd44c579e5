import type { FastifyReply } from 'fastify'
import { overloaded } from '../errors.ts'
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Waits on purpose, as a long poll does. */
    isLong?: boolean
  }
}

const HANDLER_MS = 20_000

/**
 * 503 where a handler has not begun its answer in time; what it still writes may come to be. One look a second at the oldest, since
 * a timer for each request costs more than all else that a request pays here.
 */
export function limitHandlerTime(app: App, ms = HANDLER_MS) {
  const running = new Map<FastifyReply, number>()
  app.addHook('onRequest', ({ routeOptions: { config } }, reply, done) => {
    if (!config.isLong && !config.isUpload) running.set(reply, performance.now())
    done()
  })
  app.addHook('onResponse', (_, reply, done) => {
    running.delete(reply)
    done()
  })
  const looking = setInterval(
    () => {
      const now = performance.now()
      for (const [reply, began] of running) {
        if (now - began < ms) return
        running.delete(reply)
        if (!reply.sent) reply.send(overloaded('This took longer than the server allows; try again shortly.'))
      }
    },
    Math.min(ms, 1000),
  ).unref()
  app.addHook('onClose', async () => clearInterval(looking))
}
