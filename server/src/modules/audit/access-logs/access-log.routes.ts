import type { App } from '../../../platform/http/app.ts'
import { createAccessRecorder } from './access.recorder.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Settled when this read is recorded; undefined where it is none that is. */
    recorded?: Promise<void>
  }
}

/**
 * Records the reads that routes declare (`config.reads`). It is on its way while the handler works, and the answer waits for
 * it: what cannot be recorded is not told.
 */
export function recordReads(app: App) {
  const record = createAccessRecorder(app.door)
  app.decorateRequest('recorded')
  app.addHook('preHandler', async (request) => {
    const { reads } = request.routeOptions.config
    if (!reads) return
    const { id } = request.params as { id?: number }
    request.recorded = record(request.ctx, { ...reads, id, query: request.query })
    // Waited for below; the handler may fail first.
    request.recorded.catch(() => {})
  })
  app.addHook('onSend', async (request) => {
    const { recorded } = request
    // Once: the answer that says why there is none passes here as well.
    request.recorded = undefined
    await recorded
  })
}
