import { type Socket, Server as TcpServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'

/** Time for a load balancer to see that we are not ready, and for kept connections to be asked to end. */
const GRACE_MS = 200
/** A connection that was silent at so many looks waits for nothing. Looks and not time: a busy process is slow to hear. */
const QUIET_LOOKS = 25
const PATIENCE_MS = 10_000
/** The door is closed after so many looks at which nobody new had come; after so long, if there is no end to them. */
const EMPTY_LOOKS = 5
const CROWD_MS = 2000
const LOOK_MS = 20

/**
 * Closes the server so that no answer is cut. First the door: nobody new comes in. Who is in is served, each answer asks its
 * connection to end, and connections that stay silent are let go: one that a browser opened in advance, and never used,
 * would hold the end up.
 */
export function registerDrain(app: App): () => Promise<void> {
  const connections = new Map<Socket, { running: number; quietLooks: number }>()
  let closing: Promise<void> | null = null
  app.server.on('connection', (socket: Socket) => {
    connections.set(socket, { running: 0, quietLooks: 0 })
    socket.once('close', () => connections.delete(socket))
  })
  app.addHook('onRequest', (request, reply, done) => {
    const connection = connections.get(request.raw.socket)
    if (connection) connection.running++
    // Told of finished and of broken answers alike.
    reply.raw.once('close', () => {
      if (!connection) return
      connection.running--
      connection.quietLooks = 0
    })
    done()
  })
  app.addHook('onSend', (_, reply, payload, done) => {
    if (!closing) return done(null, payload)
    closing.then(() => {
      reply.header('connection', 'close')
      done(null, payload)
    })
  })

  function letGoOfTheQuiet() {
    for (const [socket, connection] of connections) {
      connection.quietLooks = connection.running === 0 ? connection.quietLooks + 1 : 0
      if (connection.quietLooks > QUIET_LOOKS) socket.destroySoon()
    }
  }

  return async () => {
    await sleep(GRACE_MS)
    closing = closeDoor(app.server)
    await closing
    const end = performance.now() + PATIENCE_MS
    for (; connections.size > 0 && performance.now() < end; await sleep(LOOK_MS)) letGoOfTheQuiet()
    app.server.closeAllConnections()
    await app.close()
  }
}

/**
 * Who stands outside when the door closes, connected and not yet let in, is reset by the kernel, unheard. Whoever is answered may
 * come back with a new connection; so meanwhile no answer goes out, and soon everybody is in who would come. The way of a
 * plain TCP server: that of an HTTP server ends silent connections at once, some with a request on its way.
 */
async function closeDoor(server: App['server']) {
  let emptyLooks = 0
  const someone = () => {
    emptyLooks = -1
  }
  server.on('connection', someone)
  const end = performance.now() + CROWD_MS
  while (emptyLooks < EMPTY_LOOKS && performance.now() < end) {
    await sleep(LOOK_MS)
    emptyLooks++
  }
  server.off('connection', someone)
  TcpServer.prototype.close.call(server)
}
