import { createStore } from '../store.ts'
import { createRetry } from './backoff.ts'
import { CLOSED, type ServerFrame } from './frames.ts'
import { openSocket, type Socket } from './socket.ts'
import { createStream } from './stream.ts'
import { createWatch } from './watch.ts'

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

function createLiveState() {
  const state = createStore<LiveState>({ status: 'connecting', since: Date.now() })
  const isLive = () => state.get().status === 'live'
  const enter = (status: LiveState['status']) =>
    state.get().status !== status && state.set({ status, since: Date.now() })
  return { state, isLive, enter }
}

/**
 * Keeps a socket under the stream: reconnects with full jitter, renews the token, resumes at the cursor.
 * While it is not live, listeners get a gap every 30 s: to ask again is all that they need to know about polling.
 */
export function createLiveClient({ url, token, renew }: Deps) {
  const { state, isLive, enter } = createLiveState()
  const stream = createStream((frame) => isLive() && socket?.send(frame))
  const retry = createRetry()
  const poll = () => !isLive() && stream.gap('poll')
  const watch = createWatch({ online, offline: () => socket?.end(0), ack: stream.ack, poll })
  let socket: Socket | null = null
  let isWanted = false

  function online() {
    retry.reset()
    connect()
  }
  function receive(frame: ServerFrame) {
    if (frame.t === 'bye') retry.ask(frame.retry_ms)
    if (frame.t === 'welcome') retry.reset()
    if (frame.t === 'welcome') enter('live')
    stream.receive(frame)
  }
  async function connect() {
    const credential = await token().catch(() => undefined)
    if (!isWanted || socket) return
    if (!credential) return lost(0)
    const onOpen = () => opened.send(stream.hello(credential))
    const opened = openSocket(url, { onOpen, onFrame: receive, onEnd: (code) => lost(code, credential) })
    socket = opened
  }
  function lost(code: number, credential?: string) {
    socket = null
    if (!isWanted) return
    enter(navigator.onLine ? 'retrying' : 'offline')
    const isTokenStale = code === CLOSED.tokenExpired || code === CLOSED.badAuth
    const prepare = () => (isTokenStale ? renew(credential) : token())
    retry.plan(code, () => prepare().then(connect, () => lost(0)))
  }
  function start() {
    isWanted = true
    watch.start()
    connect()
  }
  function stop() {
    isWanted = false
    watch.stop()
    retry.reset()
    socket?.end(0)
    stream.forget()
    enter('connecting')
  }
  return { state, subscribe: stream.subscribe, start, stop }
}
