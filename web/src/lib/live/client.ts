import { createStore } from '../store.ts'
import { backoffMs } from './backoff.ts'
import { CLOSED, type ServerFrame, SUBPROTOCOL } from './frames.ts'
import { createStream } from './stream.ts'

export interface LiveState {
  status: 'connecting' | 'live' | 'retrying' | 'offline'
  /** Epoch milliseconds of the change to this status. */
  since: number
}

interface Deps {
  url: string
  token: () => Promise<string>
  renew: (stale?: string) => Promise<string>
}

const ACK_MS = 5000
const POLL_MS = 30_000
const HEARTBEAT_MS = 25_000

/**
 * Keeps one WebSocket alive under the stream: reconnects with full jitter, renews the token, resumes at the cursor.
 * While it is not live, listeners get a gap every 30 s: to ask again is all that they need to know about polling.
 */
export function createLiveClient({ url, token, renew }: Deps) {
  const state = createStore<LiveState>({ status: 'connecting', since: Date.now() })
  const stream = createStream((frame) => {
    const isReady = frame.t === 'hello' || frame.t === 'pong' || state.get().status === 'live'
    if (isReady && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  })
  let socket: WebSocket | null = null
  let credential: string | undefined
  let isWanted = false
  let attempt = 0
  let retryMs: number | undefined
  let heartbeatMs = HEARTBEAT_MS
  let reconnect: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let stopping: (() => void)[] = []

  function enter(status: LiveState['status']) {
    if (state.get().status !== status) state.set({ status, since: Date.now() })
  }

  /** Two missed heartbeats: the connection is dead, though nobody closed it. */
  function heard() {
    clearTimeout(silence)
    silence = setTimeout(() => lost(0), heartbeatMs * 2)
  }

  function receive(frame: ServerFrame) {
    heard()
    if (frame.t === 'bye') retryMs = frame.retry_ms
    if (frame.t === 'welcome') {
      heartbeatMs = frame.heartbeat_s * 1000
      attempt = 0
      enter('live')
    }
    stream.receive(frame)
  }

  async function connect() {
    clearTimeout(reconnect)
    credential = await token().catch(() => undefined)
    if (!isWanted || socket) return
    if (!credential) return lost(0)
    const opened = new WebSocket(url, SUBPROTOCOL)
    const isCurrent = () => socket === opened
    socket = opened
    heard()
    opened.onopen = () => credential && stream.hello(credential)
    opened.onmessage = ({ data }) => isCurrent() && receive(JSON.parse(data))
    opened.onclose = ({ code }) => isCurrent() && lost(code)
  }

  function lost(code: number) {
    clearTimeout(silence)
    clearTimeout(reconnect)
    const dead = socket
    socket = null
    dead?.close()
    if (!isWanted) return
    enter(navigator.onLine ? 'retrying' : 'offline')
    reconnect = setTimeout(revive, backoffMs(attempt, code, retryMs), code)
    attempt += 1
    retryMs = undefined
  }

  function revive(code: number) {
    const isTokenStale = code === CLOSED.tokenExpired || code === CLOSED.badAuth
    const ready: Promise<unknown> = isTokenStale ? renew(credential) : Promise.resolve()
    ready.then(connect, () => lost(0))
  }

  function online() {
    attempt = 0
    if (!socket) connect()
  }

  function start() {
    if (isWanted) return
    isWanted = true
    const offline = () => lost(0)
    addEventListener('online', online)
    addEventListener('offline', offline)
    const acks = setInterval(stream.ack, ACK_MS)
    const polls = setInterval(() => state.get().status !== 'live' && stream.gap('poll'), POLL_MS)
    stopping = [
      () => removeEventListener('online', online),
      () => removeEventListener('offline', offline),
      () => clearInterval(acks),
      () => clearInterval(polls),
    ]
    connect()
  }

  function stop() {
    isWanted = false
    for (const end of stopping) end()
    lost(0)
    stream.forget()
    enter('connecting')
  }

  return { state, subscribe: stream.subscribe, start, stop }
}
