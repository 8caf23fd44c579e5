import type { Socket } from 'node:net'
import pg from 'pg'
import { compile, type Query } from './compile.ts'
import { PREPARE_TENANT, Statement, type Tenancy } from './statement.ts'

// bigint ids stay below 2^53: JSON integers outside, numbers inside.
const numberFromBigint = (text: string) => Number(text)
pg.types.setTypeParser(pg.types.builtins.INT8, numberFromBigint)
const INT8_ARRAY = 1016 as typeof pg.types.builtins.INT8 // missing from the list of builtins
pg.types.setTypeParser(INT8_ARRAY, (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(Number))

// With the time zone UTC, PostgreSQL's form is ISO 8601 but for the T and the minutes of the zone; others are rare.
const parseTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => {
  const time = new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
  return Number.isNaN(time.getTime()) || !text.endsWith('+00') ? parseTimestamp(text) : time
})

export interface DatabaseAddress {
  /** A connection string, or the embedded server's socket. */
  connectionString?: string
  host?: string
  port?: number
  user?: string
  database?: string
}

interface PoolOptions {
  size: number
  name: string
  /** What its statements may do, app_rw where nothing else is said; `none` leaves it the login role. */
  role?: 'app_rw' | 'app_jobs' | 'none'
  /** Other settings, `-c name=value`. */
  settings?: string
}

/** What a door needs: connections for its transactions, and a few for statements that commit beside them. */
export interface Pools {
  main: pg.Pool
  aside: pg.Pool
  end(): Promise<void>
}

export function createPools(
  address: DatabaseAddress,
  { size, name }: Pick<PoolOptions, 'size' | 'name'>,
): Pools {
  const main = createPool(address, { size, name })
  // Needs no flush of its own: whatever builds on such a statement commits later and flushes both.
  const settings = '-c synchronous_commit=off'
  const aside = createPool(address, { size: 2, name: `${name} aside`, settings })
  return { main, aside, end: async () => void (await Promise.all([main.end(), aside.end()])) }
}

// What is in sight is read as a set, which must fit, or all of it is gone through for each row: 8 times 4 MB hold a million ids.
const SETTINGS =
  '-c search_path=app,public -c idle_in_transaction_session_timeout=10s -c statement_timeout=15s -c timezone=UTC -c hash_mem_multiplier=8'

export function createPool(
  address: DatabaseAddress,
  { size, name, role = 'app_rw', settings = '' }: PoolOptions,
) {
  const pool = new pg.Pool({
    ...address,
    max: size,
    application_name: `watchdesk ${name}`,
    options: `${SETTINGS} -c role=${role} ${settings}`,
    connectionTimeoutMillis: 5000,
    // Beyond the server's own limit: a connection that has silently gone is given up, and its request answered.
    query_timeout: 20_000,
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that the server closes is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    client.query(PREPARE_TENANT).catch(() => {})
  })
  return pool
}

/** Inside a transaction that was begun; or, where the tenancy is given, in one of its own. */
export function runQuery<Row>(client: pg.ClientBase, query: Query<Row>, tenancy?: Tenancy) {
  sendTogether(client)
  return new Promise<pg.QueryResult<Row & pg.QueryResultRow>>((resolve, reject) => {
    const statement = new Statement(compile(query), tenancy)
    statement.callback = (error, result) => (error ? reject(error) : resolve(result))
    client.query(statement as unknown as pg.Submittable)
  })
}

/** What is asked of a connection within one turn of the event loop leaves in one write: each costs a switch of process. */
export function sendTogether(client: pg.ClientBase) {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}
