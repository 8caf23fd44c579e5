import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'

/** Time for requests that are on their way to arrive, and for a load balancer to see that we are not ready. */
const GRACE_MS = 200
const PATIENCE_MS = 10_000
const LOOK_MS = 20

/**
 * Closes the server so that no answer is cut: what has arrived is finished, each answer asks its connection to end, and
 * connections that wait for nothing are let go. Without the last, one that a browser opened in advance would hold the end up.
 */
export function registerDrain(app: App): () => Promise<void> {
  let running = 0
  let isDraining = false
  app.addHook('onRequest', async (_, reply) => {
    running++
    if (isDraining) reply.header('connection', 'close')
    // Told of finished and of broken answers alike.
    reply.raw.once('close', () => running--)
  })
  return async () => {
    isDraining = true
    await sleep(GRACE_MS)
    const end = performance.now() + PATIENCE_MS
    while (running > 0 && performance.now() < end) await sleep(LOOK_MS)
    const closing = app.close()
    app.server.closeAllConnections()
    await closing
  }
}
