// One process of live clients: told by its parent what to open, it counts what arrives and says when.
// It reads the cursor at the head of a frame and counts its events, and looks at nothing else.
import { inflateRawSync } from 'node:zlib'
import { WebSocket } from 'ws'

export interface Opening {
  url: string
  tokens: string[]
  /** Sockets of each person. */
  each: number
}

export interface Arrivals {
  /** Events told to each socket. */
  events: number[]
  /** Where each socket stands in the stream at the end. */
  last: number[]
  /** Frames in the order they came, flat: the socket, the place in the stream, when (epoch milliseconds). */
  frames: number[]
  /** Whatever was neither news nor a sign of life. */
  others: string[]
  closed: number
  /** Bytes of all messages, and how many different deflated ones there were. */
  bytes: number
  inflated: number
  /** Processor seconds spent. */
  processor: number
}

const NEEDLE = Buffer.from('"eid":')
const HEAD = /^\{"t":"(\w+)"(?:,"c":"e\d+:(\d+)")?/

const state: Arrivals = {
  events: [],
  last: [],
  frames: [],
  others: [],
  closed: 0,
  bytes: 0,
  inflated: 0,
  processor: 0,
}
const sockets: WebSocket[] = []

function open(url: string, token: string): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/noc/`, 'noc.v1+json', {
    skipUTF8Validation: true,
  })
  const index = sockets.push(socket) - 1
  state.events[index] = 0
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => state.closed++)
    socket.on('open', () => socket.send(JSON.stringify({ t: 'hello', v: 1, token, caps: ['deflate'] })))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      const now = Date.now()
      state.bytes += data.length
      const { kind, place, events } = isBinary ? readDeflated(data) : read(data)
      if (kind === 'ev') return note(index, place, now, events)
      if (kind === 'welcome') return socket.send('{"t":"sub","id":"a","topic":"alerts"}')
      if (kind === 'snap') return resolve()
      if (kind !== 'ping') state.others.push(data.toString('utf8', 0, 200))
    })
  })
}

interface Contents {
  kind: string
  place: number
  events: number
}

function read(text: Buffer): Contents {
  const [, kind = '', place] = HEAD.exec(text.toString('latin1', 0, 60)) ?? []
  let events = 0
  for (let at = text.indexOf(NEEDLE); at >= 0; at = text.indexOf(NEEDLE, at + NEEDLE.length)) events++
  return { kind, place: Number(place), events }
}

const REMEMBERED = 64
const recent: { data: Buffer; contents: Contents }[] = []

/** All are sent the same bytes; inflating them for each socket would measure this process and not the product. */
function readDeflated(data: Buffer): Contents {
  const known = recent.find((one) => one.data.equals(data))
  if (known) return known.contents
  const contents = read(inflateRawSync(data))
  state.inflated++
  recent.unshift({ data: Buffer.from(data), contents })
  if (recent.length > REMEMBERED) recent.pop()
  return contents
}

function note(index: number, place: number, now: number, events: number) {
  state.events[index] = (state.events[index] ?? 0) + events
  state.last[index] = place
  state.frames.push(index, place, now)
}

const OPENED_AT_ONCE = 20

process.on('message', async (message: Opening | 'report' | 'forget') => {
  if (message === 'forget') {
    Object.assign(state, { events: sockets.map(() => 0), frames: [], others: [], bytes: 0, inflated: 0 })
    process.send?.('forgotten')
  } else if (message === 'report') {
    const { user, system } = process.cpuUsage()
    process.send?.({ ...state, processor: (user + system) / 1e6 })
  } else {
    const wanted = message.tokens.flatMap((token) => Array.from({ length: message.each }, () => token))
    for (let from = 0; from < wanted.length; from += OPENED_AT_ONCE)
      await Promise.all(wanted.slice(from, from + OPENED_AT_ONCE).map((token) => open(message.url, token)))
    process.send?.('opened')
  }
})
// The parent is gone: so are its clients.
process.on('disconnect', () => process.exit(0))
