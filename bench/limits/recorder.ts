import { connect, createServer, type Socket } from 'node:net'
import type { Address } from '../postgres.ts'
import {
  createCutter,
  type Message,
  queryText,
  readBind,
  readColumns,
  readParse,
  readRow,
  readStartup,
} from './wire.ts'

/** A statement as the product sent it, and what it was answered. */
export interface Statement {
  text: string
  values: (string | null)[]
  /** Sent before the one ahead of it on this connection was answered. */
  isPipelined: boolean
  /** The row of the answer, where it was a single one. */
  row: Record<string, string | null> | null
}

/** From BEGIN to COMMIT, or what a single Sync made one. */
export interface Transaction {
  statements: Statement[]
  /** The settings that its connection was opened with, `-c name=value …`. */
  settings: string
}

export interface Recorder {
  address: Address
  /** The transactions of requests that have ended since the last time, in the order of their ends. */
  take(): Transaction[]
}

/** The pools that answer requests; the relay and the live stream have connections of their own. */
const REQUESTS = /^watchdesk api\b/

/** Stands between the product and its database and writes down what is asked: so the limit's statements never go stale. */
export async function startRecorder(database: Address, stack: AsyncDisposableStack): Promise<Recorder> {
  let ended: Transaction[] = []
  const sockets = new Set<Socket>()
  const path = `${database.host}/.s.PGSQL.${database.port}`
  const server = createServer((client) => {
    const upstream = connect(
      database.host.startsWith('/') ? { path } : { host: database.host, port: database.port },
    )
    const listener = createListener((transaction) => ended.push(transaction))
    for (const [from, to, hear] of [
      [client, upstream, listener.asked],
      [upstream, client, listener.answered],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk: Buffer) => {
        hear(chunk)
        to.write(chunk)
      })
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('error', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stack.defer(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as { port: number }
  return {
    address: { ...database, host: '127.0.0.1', port },
    take() {
      const taken = ended
      ended = []
      return taken
    },
  }
}

interface Asked extends Statement {
  rows: number
  columns: string[]
}

const PREPARE = /^prepare\s+(\w+)\s*(?:\([^)]*\))?\s*as\s+(.*)$/is

function createListener(end: (transaction: Transaction) => void) {
  const [cutAsked, cutAnswered] = [createCutter(true), createCutter(false)]
  const texts = new Map<string, string>()
  const shapes = new Map<string, string[]>()
  /** What waits for its answer, by the Sync that ends it. */
  const cycles: Asked[][] = []
  let isCycleOpen = false
  let current: Asked[] = []
  let answeredOf = 0
  let greeting: Record<string, string> = {}

  function ask(text: string, values: Statement['values']) {
    const columns = shapes.get(text) ?? []
    const one = { text, values, isPipelined: cycles.length > 0, row: null, rows: 0, columns }
    if (isCycleOpen) cycles.at(-1)?.push(one)
    else cycles.push([one])
    isCycleOpen = true
  }
  function asked({ type, body }: Message) {
    if (type === 'startup') greeting = readStartup(body)
    if (type === 'P') {
      const { name, text } = readParse(body)
      texts.set(name, text)
    }
    if (type === 'B') {
      const { statement, values } = readBind(body)
      ask(texts.get(statement) ?? '', values)
    }
    if (type === 'Q') {
      const [, name, text] = PREPARE.exec(queryText(body)) ?? []
      if (name && text) texts.set(name, text)
      ask(queryText(body), [])
    }
    if (type === 'Q' || type === 'S') isCycleOpen = false
  }
  function answered({ type, body }: Message) {
    const cycle = cycles[0]
    const one = cycle?.[Math.min(answeredOf, cycle.length - 1)]
    if (!cycle || !one) return
    if (type === 'T') {
      one.columns = readColumns(body)
      shapes.set(one.text, one.columns)
    }
    if (type === 'D') {
      const row = readRow(body)
      one.rows++
      one.row =
        one.rows === 1 ? Object.fromEntries(one.columns.map((name, at) => [name, row[at] ?? null])) : null
    }
    if (type === 'C') answeredOf++
    if (type === 'Z') finish(cycle)
  }
  function finish(cycle: Asked[]) {
    cycles.shift()
    answeredOf = 0
    current.push(...cycle.filter(({ text }) => !PREPARE.test(text)))
    const isOpen =
      /^begin\b/i.test(current[0]?.text ?? '') && !/^(commit|rollback)\b/i.test(current.at(-1)?.text ?? '')
    if (isOpen || current.length === 0) return
    if (REQUESTS.test(greeting.application_name ?? ''))
      end({ statements: current, settings: greeting.options ?? '' })
    current = []
  }
  return {
    asked: (chunk: Buffer) => cutAsked(chunk).forEach(asked),
    answered: (chunk: Buffer) => cutAnswered(chunk).forEach(answered),
  }
}
