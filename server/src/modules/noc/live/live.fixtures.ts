import { type IncomingMessage, request } from 'node:http'
import { inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { PATIENCE_MS } from '../../../../test/patience.ts'
import { SUBPROTOCOL } from '../../../platform/live/frames.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever the server sent, and fail where it is not there
export type Received = any

export interface Opening {
  token?: string | null
  cursor?: string
  caps?: string[]
  /** Say no hello by itself. */
  isSilent?: boolean
  headers?: Record<string, string>
  path?: string
}

/** A client of the live stream as a test sees it: every frame, every event, and how it ended. */
export interface LiveClient {
  socket: WebSocket
  frames: Received[]
  /** Messages that came deflated, as they came. */
  deflated: Buffer[]
  say(frame: unknown): void
  /** The first frame that fits, past or coming; fails after `ms`. */
  frame(fits: (frame: Received) => boolean, ms?: number): Promise<Received>
  /** The first event that fits. */
  event(fits: (event: Received) => boolean, ms?: number): Promise<Received>
  events(): Received[]
  /** Events without those that a client drops, because it has that version or a newer one. */
  news(): Received[]
  /** Subscribes and waits for the answer. */
  sub(topic: string, more?: Record<string, unknown>): Promise<Received>
  cursor(): string
  /** The code it was closed with. */
  closed(ms?: number): Promise<number>
  close(): Promise<void>
}

/** Opens a socket, says hello, and waits for the welcome. */
export async function openLive(
  url: string,
  token: string | null,
  opening: Opening = {},
): Promise<LiveClient> {
  const client = dial(url, opening)
  await new Promise<void>((resolve, reject) => {
    client.socket.once('open', resolve)
    client.socket.once('error', reject)
  })
  const { cursor, caps } = opening
  client.say({ t: 'hello', v: 1, token, ...(cursor && { cursor }), ...(caps && { caps }) })
  await client.frame(({ t }) => t === 'welcome')
  return client
}

export function dial(url: string, { headers, path = '/ws/noc/' }: Opening = {}): LiveClient {
  const socket = new WebSocket(url.replace('http', 'ws') + path, SUBPROTOCOL, { headers })
  const frames: Received[] = []
  const deflated: Buffer[] = []
  const lookouts = new Set<() => void>()
  let code: number | undefined
  const look = () => {
    for (const lookout of lookouts) lookout()
  }
  socket.on('error', () => {})
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) deflated.push(data)
    frames.push(JSON.parse(String(isBinary ? inflateRawSync(data) : data)))
    look()
  })
  socket.on('close', (closedWith) => {
    code = closedWith
    look()
  })

  function until<T>(what: string, find: () => T | undefined, ms: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        lookouts.delete(lookout)
        reject(
          new Error(`still waiting for ${what}; closed: ${code}; last: ${JSON.stringify(frames.slice(-5))}`),
        )
      }
      const timer = setTimeout(fail, ms)
      const lookout = () => {
        const found = find()
        if (found === undefined) return
        clearTimeout(timer)
        lookouts.delete(lookout)
        resolve(found)
      }
      lookouts.add(lookout)
      lookout()
    })
  }
  const events = () => frames.filter(({ t }) => t === 'ev').flatMap(({ ev }) => ev)
  function news() {
    const known = new Map<number, number>()
    for (const { items = [] } of frames) for (const { id, version } of items) known.set(id, version)
    return events().filter(({ eid, op, ver }) => {
      const last = known.get(eid) ?? 0
      known.set(eid, Math.max(last, ver))
      return op === 'tick' ? ver >= last : ver > last
    })
  }
  const frame: LiveClient['frame'] = (fits, ms = PATIENCE_MS) => until('a frame', () => frames.find(fits), ms)
  return {
    socket,
    frames,
    deflated,
    frame,
    events,
    news,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    event: (fits, ms = PATIENCE_MS) => until('an event', () => events().find(fits), ms),
    sub(topic, more = {}) {
      socket.send(JSON.stringify({ t: 'sub', id: topic, topic, ...more }))
      const id = more.id ?? topic
      return frame(
        (answer) => answer.id === id && (answer.t === 'err' || (answer.t === 'snap' && answer.done)),
      )
    },
    cursor: () => frames.findLast(({ t }) => t === 'ev')?.c ?? frames.find(({ t }) => t === 'welcome').cursor,
    closed: (ms = PATIENCE_MS) => until('the end', () => code, ms),
    async close() {
      socket.terminate()
      await until('the end', () => code, PATIENCE_MS)
    },
  }
}

/** Reads the event stream until it is stopped. */
export async function readStream(url: string, token: string | null, topics: string, lastEventId?: string) {
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) }
  const call = request(`${url}/api/noc/stream/?topics=${topics}`, { headers, agent: false }).end()
  const answer = await new Promise<IncomingMessage>((resolve) => call.on('response', resolve))
  expect(answer.statusCode).toBe(200)
  let text = ''
  answer.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  answer.on('error', () => {})
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] as string)
  const frames = (): Received[] => all(/^data: (.*)$/gm).map((line) => JSON.parse(line))
  return {
    headers: answer.headers,
    frames,
    lastId: () => all(/^id: (.*)$/gm).at(-1),
    until: (fits: (frame: Received) => boolean) => expect.poll(() => frames().some(fits)).toBe(true),
    stop: () => call.destroy(),
  }
}
