import { createHash } from 'node:crypto'
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'
import type { DB } from '../db/types.ts'

// bigint ids stay below 2^53: JSON integers outside, numbers inside.
const numberFromBigint = (text: string) => Number(text)
pg.types.setTypeParser(pg.types.builtins.INT8, numberFromBigint)
const INT8_ARRAY = 1016 as typeof pg.types.builtins.INT8 // missing from the list of builtins
pg.types.setTypeParser(INT8_ARRAY, (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(Number))

/** Builds queries, runs none: only a transaction of the unit of work can run one. */
export const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export type Query<Row> = Compilable<Row> | RawBuilder<Row>

export interface DatabaseAddress {
  /** A connection string, or the embedded server's socket. */
  connectionString?: string
  host?: string
  port?: number
  user?: string
  database?: string
}

export function createPool(address: DatabaseAddress, options: { size: number; name: string; role?: string }) {
  const role = options.role ? ` -c role=${options.role}` : ''
  const pool = new pg.Pool({
    ...address,
    max: options.size,
    application_name: `watchdesk ${options.name}`,
    options: `-c search_path=app,public -c idle_in_transaction_session_timeout=10s -c statement_timeout=15s -c timezone=UTC${role}`,
    connectionTimeoutMillis: 5000,
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that the server closes is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

const MOST_NAMES = 1000
const statementNames = new Map<string, string>()

/**
 * A stable name per text makes PostgreSQL plan it once per connection, and keep it. So only the first texts get one:
 * who varies a query without end must not fill the server's memory.
 */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known || statementNames.size >= MOST_NAMES) return known
  const name = createHash('sha1').update(text).digest('base64url')
  statementNames.set(text, name)
  return name
}

export async function runQuery<Row>(client: pg.ClientBase, query: Query<Row>) {
  const compiled = query.compile(db)
  const name = statementName(compiled.sql)
  return client.query<Row & pg.QueryResultRow>({
    ...(name ? { name } : {}),
    text: compiled.sql,
    values: compiled.parameters as unknown[],
  })
}
