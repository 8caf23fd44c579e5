import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/** Stands between two that talk over TCP, and lets them down. */
export interface Interceptor {
  port: number
  /** The next so many answers are cut off when they come: asked, done, and never told. */
  loseReplies(count: number): void
  /** How many were. */
  lost(): number
  /** Connections stay open and carry nothing, new ones as well, until it is filled in. */
  dig(): void
  /** What went into the hole is gone, and so are its connections. */
  fill(): void
  close(): Promise<void>
}

export async function startProxy(target: NetConnectOpts): Promise<Interceptor> {
  const sockets = new Set<Socket>()
  let toLose = 0
  let lost = 0
  let isHole = false

  function keep(socket: Socket) {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  const server = createServer((client) => {
    keep(client)
    const upstream = keep(connect(target))
    client.on('data', (chunk) => isHole || upstream.write(chunk))
    upstream.on('data', (chunk) => {
      if (isHole) return
      if (toLose > 0) {
        toLose--
        lost++
        client.destroy()
        upstream.destroy()
      } else client.write(chunk)
    })
    client.on('close', () => isHole || upstream.destroy())
    upstream.on('close', () => isHole || client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    loseReplies: (count) => {
      toLose += count
    },
    lost: () => lost,
    dig: () => {
      isHole = true
    },
    fill: () => {
      isHole = false
      for (const socket of sockets) socket.destroy()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
