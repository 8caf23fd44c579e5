import { randomUUID } from 'node:crypto'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { App } from '../../../platform/http/app.ts'
import { isOwnOrigin } from '../../../platform/http/origin.ts'
import { CLOSE, DEFLATE, MAX_FRAME_BYTES, REASONS, SUBPROTOCOL } from '../../../platform/live/frames.ts'
import type { Sink } from '../../../platform/live/sink.ts'
import { bytesOf, deflatedOf } from '../../../platform/live/wire.ts'
import { bearerOf, identifyBy } from './identify.ts'

const PATH = /^\/ws\/noc\/?(?:\?|$)/

/** `/ws/noc/`, the only address of ours that a connection may be upgraded at. */
export function acceptSockets(app: App) {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (!PATH.test(request.url ?? '')) return refuse(socket, 404)
    // Browsers let any page open a socket to anywhere: only where it comes from tells ours from others.
    if (!isOwnOrigin(app, request.headers)) return refuse(socket, 403)
    if (!app.live.mayEnter()) return refuse(socket, 503)
    server.handleUpgrade(request, socket, head, (webSocket) => converse(app, webSocket, socket, request))
  })
}

function refuse(socket: Duplex, status: number) {
  const later = status === 503 ? `Retry-After: ${1 + Math.floor(Math.random() * 10)}\r\n` : ''
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${later}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}

function converse(app: App, socket: WebSocket, raw: Duplex, request: IncomingMessage) {
  const peer = { id: randomUUID(), ip: app.addressOf(request) }
  const sink = sinkOf(socket)
  const session = app.live.open(sink, identifyBy(app, peer), bearerOf(request.headers.authorization))
  if (!session) return sink.close(CLOSE.draining)
  // What the library refuses (too large, not UTF-8) it closes itself, with the code of RFC 6455.
  socket.on('error', () => {})
  socket.on('pong', session.heard)
  socket.on('close', session.closed)
  socket.on('message', (data: RawData, isBinary: boolean) =>
    isBinary ? session.end(CLOSE.protocol) : session.receive(String(data)),
  )
  raw.on('drain', session.drained)
}

const TEXT = { binary: false }
const BINARY = { binary: true }
/** One that does not read does not close either. */
const CLOSING_MS = 2000

function sinkOf(socket: WebSocket): Sink {
  let isDeflating = false
  return {
    buffered: () => socket.bufferedAmount,
    agree(caps) {
      isDeflating = caps.includes(DEFLATE)
    },
    send(frame) {
      const deflated = isDeflating ? deflatedOf(frame) : undefined
      if (deflated) socket.send(deflated, BINARY)
      else socket.send(bytesOf(frame), TEXT)
    },
    ping(frame) {
      socket.send(frame.text)
      socket.ping()
    },
    close(code) {
      socket.close(code, REASONS[code])
      setTimeout(() => socket.terminate(), CLOSING_MS).unref()
    },
    abort: () => socket.terminate(),
  }
}
