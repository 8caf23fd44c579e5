import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'

const PATIENCE_MS = 10_000
const LOOK_MS = 20

/**
 * Closes the server so that no answer is cut: what runs is finished, new requests get 503, and connections that wait
 * for nothing are let go. Without the last, a browser's connection opened in advance would hold the end up.
 */
export function registerDrain(app: App): () => Promise<void> {
  let running = 0
  app.addHook('onRequest', async (_, reply) => {
    running++
    // Told of finished and of broken answers alike.
    reply.raw.once('close', () => running--)
  })
  return async () => {
    const closing = app.close()
    const end = performance.now() + PATIENCE_MS
    while (running > 0 && performance.now() < end) await sleep(LOOK_MS)
    app.server.closeAllConnections()
    await closing
  }
}
