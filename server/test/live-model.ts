import { setTimeout as sleep } from 'node:timers/promises'
import { inflateRawSync } from 'node:zlib'
import { type RawData, WebSocket } from 'ws'
import { DEFLATE, SUBPROTOCOL } from '../src/platform/live/frames.ts'
import { Client } from './client.ts'

/** A record as a reader believes it to be; `version` and whatever else its list shows. */
export type ModelRow = { id: number; version: number } & Record<string, unknown>

export interface ModelOptions {
  /** Asked at each connection, so that a reader may come back to another process. */
  url: () => string
  token: () => Promise<string>
  topic: string
  /** Where the list is read by HTTP, at first and after a gap: `/api/v1/incidents/`. */
  path: string
  /** What it says that it can read besides text; deflated frames unless told otherwise. */
  caps?: string[]
}

export interface ModelStats {
  connections: number
  resumed: number
  /** Connections that came with a cursor and could not resume, by reason. */
  refused: Record<string, number>
  gaps: Record<string, number>
  /** Lists read by HTTP; the first one belongs to every reader. */
  reloads: number
  events: number
  /** Frames that came deflated. */
  deflated: number
  /** Events of a version that was known. */
  repeated: number
  /** Why a list could last not be read; a process that is being killed answers nothing. */
  lastError: string | null
}

/** A reader that does exactly what the protocol asks of a client, and nothing that would hide what the stream forgot. */
export interface LiveModel {
  rows(): Map<number, ModelRow>
  readonly stats: ModelStats
  cursor(): string | undefined
  /** Whether it is connected, and its list is not being read. */
  isSettled(): boolean
  /** Cuts the connection without a goodbye; the reader comes back with its cursor. */
  kill(): void
  stop(): Promise<void>
}

interface Known {
  version: number
  /** null once it left or was deleted. */
  row: ModelRow | null
  /** Counts what was heard; tells what came after a list was asked for. */
  heard: number
}

/** The reader's memory: what it was told, by the rule that the higher version wins. */
function createMemory(stats: ModelStats) {
  const known = new Map<number, Known>()
  let heard = 0

  function apply({ op, eid, ver, d }: { op: string; eid: number; ver: number; d?: ModelRow }) {
    stats.events++
    const last = known.get(eid)
    if (last && (op === 'tick' ? ver < last.version : ver <= last.version)) {
      stats.repeated++
      return
    }
    known.set(eid, { version: ver, row: d ?? null, heard: ++heard })
  }
  /** @param since what was heard when the list was asked for: later news is newer than the list */
  function replace(list: ModelRow[], since: number) {
    const listed = new Set(list.map(({ id }) => id))
    for (const [id, one] of known) if (!listed.has(id) && one.heard <= since) known.delete(id)
    for (const row of list) {
      const last = known.get(row.id)
      const isNewer = !last || row.version > last.version || (last.row === null && last.heard <= since)
      if (isNewer) known.set(row.id, { version: row.version, row, heard: since })
    }
  }
  const rows = () => new Map([...known].flatMap(([id, { row }]) => (row ? [[id, row] as const] : [])))
  return { apply, replace, rows, heard: () => heard }
}

export function followLive({ url, token, topic, path, caps = [DEFLATE] }: ModelOptions): LiveModel {
  const stats: ModelStats = {
    connections: 0,
    resumed: 0,
    refused: {},
    gaps: {},
    reloads: 0,
    events: 0,
    deflated: 0,
    repeated: 0,
    lastError: null,
  }
  const memory = createMemory(stats)
  let cursor: string | undefined
  let socket: WebSocket | undefined
  let isStopping = false
  let isWelcome = false
  /** Rises with each reason to read the list again. */
  let wanted = 0
  let loaded = 0
  let isLoading = false

  async function load() {
    wanted++
    if (isLoading) return
    isLoading = true
    while (loaded < wanted && !isStopping) {
      const turn = wanted
      const since = memory.heard()
      try {
        memory.replace(await readList(new Client(url(), await token()), path), since)
        stats.reloads++
        loaded = turn
      } catch (error) {
        stats.lastError = String(error)
        await sleep(50)
      }
    }
    isLoading = false
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sent; the checker says where it was wrong
  function receive(frame: any, say: (answer: object) => void) {
    if (frame.t === 'welcome') {
      isWelcome = true
      if (frame.resumed) stats.resumed++
      else if (cursor !== undefined) count(stats.refused, frame.reason)
      if (!frame.resumed) cursor = frame.cursor
      say({ t: 'sub', id: topic, topic })
    } else if (frame.t === 'snap') load()
    else if (frame.t === 'gap') {
      count(stats.gaps, frame.why)
      load()
    } else if (frame.t === 'ping') {
      cursor = frame.c ?? cursor
      say({ t: 'pong' })
    } else if (frame.t === 'ev') {
      for (const event of frame.ev) memory.apply(event)
      cursor = frame.c
    }
  }

  function textOf(data: RawData, isBinary: boolean) {
    if (!isBinary) return String(data)
    stats.deflated++
    return String(inflateRawSync(data as Buffer))
  }

  async function connect() {
    const credential = await token()
    const opened = new WebSocket(`${url().replace('http', 'ws')}/ws/noc/`, SUBPROTOCOL)
    const say = (frame: object) => opened.send(JSON.stringify(frame))
    socket = opened
    stats.connections++
    let isGone = false
    opened.on('error', () => {})
    opened.on('open', () => say({ t: 'hello', v: 1, token: credential, caps, ...(cursor && { cursor }) }))
    opened.on('message', (data, isBinary) => !isGone && receive(JSON.parse(textOf(data, isBinary)), say))
    await new Promise<void>((resolve) => {
      opened.on('close', () => {
        isGone = true
        resolve()
      })
    })
    isWelcome = false
  }

  async function run() {
    while (!isStopping) {
      await connect().catch(() => {})
      if (!isStopping) await sleep(20 + Math.random() * 80)
    }
  }

  const running = run()
  return {
    rows: memory.rows,
    stats,
    cursor: () => cursor,
    isSettled: () => isWelcome && loaded === wanted && loaded > 0,
    kill: () => socket?.terminate(),
    async stop() {
      isStopping = true
      socket?.terminate()
      await running
    },
  }
}

async function readList(client: Client, path: string): Promise<ModelRow[]> {
  const rows: ModelRow[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await client.get(`${path}?page_size=100&cursor=${encodeURIComponent(cursor)}`)
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
    rows.push(...body.results)
    if (!body.next) return rows
    cursor = new URL(body.next, client.url).searchParams.get('cursor') ?? ''
  }
}

const count = (of: Record<string, number>, name: string) => {
  of[name] = (of[name] ?? 0) + 1
}

/**
 * Where a reader's belief differs from the database, in words; nothing when they are equal.
 * @param truth the live rows as SQL has them, with the fields that are to be compared
 */
export function differences(believed: Map<number, ModelRow>, truth: ModelRow[]): string[] {
  const found: string[] = []
  const real = new Set(truth.map(({ id }) => id))
  for (const row of truth) {
    const ours = believed.get(row.id)
    if (!ours) found.push(`${row.id} was never heard of`)
    else
      for (const [field, value] of Object.entries(row))
        if (String(ours[field]) !== String(value))
          found.push(`${row.id}.${field} is ${value}, believed to be ${ours[field]}`)
  }
  for (const id of believed.keys()) if (!real.has(id)) found.push(`${id} is gone, but still believed`)
  return found
}

/**
 * The negative control: a reader of the ledger by `id > last`, as one would write it first. It reads each record that it
 * hears of at once, and so ends with stale rows wherever a change committed after one with a higher id.
 */
export function followById(
  sql: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>,
  { kind, table, columns }: { kind: string; table: string; columns: string },
) {
  const rows = new Map<number, ModelRow>()
  let last = 0
  let isStopping = false
  async function look() {
    const heard = await sql<{ id: number; ids: number[] }>(
      `select id, coalesce(subject_ids, array[subject_id]) as ids from app.ledger
       where subject_kind = $1 and id > $2 order by id limit 500`,
      [kind, last],
    )
    last = Number(heard.at(-1)?.id ?? last)
    const touched = [...new Set(heard.flatMap(({ ids }) => ids.map(Number)))]
    if (touched.length === 0) return
    const found = await sql<ModelRow>(
      `select ${columns} from ${table} where id = any($1) and deleted_at is null`,
      [touched],
    )
    for (const id of touched) rows.delete(id)
    for (const row of found) rows.set(Number(row.id), row)
  }
  async function run() {
    while (!isStopping) {
      await look()
      await sleep(5)
    }
    await look()
  }
  const running = run()
  return {
    rows: () => rows,
    async stop() {
      isStopping = true
      await running
    },
  }
}
