import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/src/app/embedded/index.ts'

const DATABASE = 'watchdesk'

/** As superuser, past row-level security. */
export interface Inspector {
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  end(): Promise<void>
}

/** A PostgreSQL of the harness' own, to be killed and started again; it flushes what it commits. */
export interface Cluster extends Inspector {
  /** Folder of the socket. */
  socket: string
  /** As the product's login, over the socket. */
  url: string
  /** A session of one's own, as superuser. */
  session(): Promise<pg.Client>
  /** kill -9 of one process. */
  killBackend(pid: number): void
  /** kill -9 of the postmaster alone, or of all its processes at once; then starts it again. */
  killPostmaster(all?: boolean): Promise<void>
  stop(): Promise<void>
}

export async function startCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchdesk-faults-'))
  await chmod(dataDir, 0o711)
  const removeAtOnce = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  process.once('exit', removeAtOnce)
  const start = () => startEmbeddedPostgres({ dataDir, log: () => {} })
  let server: EmbeddedPostgres = await start()
  const superuser = { ...server.connection }
  await prepare(superuser)
  const inspector = inspect(superuser.host)

  return {
    socket: superuser.host,
    url: `postgres://${DATABASE}@localhost/${DATABASE}?host=${superuser.host}`,
    ...inspector,
    session: async () => {
      const client = new pg.Client({ ...superuser, database: DATABASE })
      client.on('error', () => {})
      await client.connect()
      return client
    },
    killBackend: (pid) => kill(pid),
    killPostmaster: async (all = false) => {
      const { pid: first } = postmasterOf(server.location)
      // Stopped first where all are to go, so that none of them has time to write anything down.
      const family = all ? [first, ...childrenOf(first)] : [first]
      for (const pid of family) kill(pid, 'SIGSTOP')
      for (const pid of family) kill(pid)
      await server.died
      await server.stop()
      server = await start()
    },
    stop: async () => {
      await inspector.end()
      await server.stop()
      await rm(server.location, { recursive: true, force: true })
      await rm(dataDir, { recursive: true, force: true })
      process.removeListener('exit', removeAtOnce)
    },
  }
}

/** Looks at whatever server runs now. @param host folder of its socket */
export function inspect(host: string): Inspector {
  const pool = new pg.Pool({
    host,
    user: 'postgres',
    database: DATABASE,
    max: 3,
    connectionTimeoutMillis: 5000,
  })
  pool.on('error', () => {})
  return {
    sql: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await patiently(() => pool.query<Row>(text, values))).rows,
    end: () => pool.end(),
  }
}

/** What postmaster.pid tells: the process in its first line, the folder of the socket in its fifth. */
export function postmasterOf(location: string) {
  const lines = readFileSync(join(location, 'cluster', 'postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(lines[0]), socket: lines[4] ?? '' }
}

async function prepare(superuser: EmbeddedPostgres['connection']) {
  const client = new pg.Client(superuser)
  await client.connect()
  await client.query(`create role ${DATABASE} login nosuperuser createrole`)
  await client.query(`create database ${DATABASE} owner ${DATABASE}`)
  await client.end()
}

/** The database is away now and then; what only looks may ask again. */
async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await look()
    } catch (error) {
      if (tries === 100 || !isAway(error as { code?: string; message: string })) throw error
      await sleep(100)
    }
  }
}

const isAway = ({ code = '', message }: { code?: string; message: string }) =>
  /^(57P0|08|ECONN|ENOENT|EPIPE)/.test(code) || /terminated|timeout|not queryable/.test(message)

function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL') {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself meanwhile.
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8'))?.[1]) === parent
      } catch {
        return false
      }
    })
    .map(Number)
}
