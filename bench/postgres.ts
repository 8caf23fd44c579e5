import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/src/app/embedded/index.ts'

export interface Address {
  host: string
  port: number
  user: string
  password?: string
  database: string
}

export interface Cluster {
  /** In words, with its version. */
  name: string
  /** May create and drop databases. */
  admin: Address
  /** What the product connects as. */
  login: Address
}

const LOGIN = 'watchdesk'

/** The server of DATABASE_URL, or the product's embedded one in a folder that goes with the run. */
export async function openCluster(stack: AsyncDisposableStack): Promise<Cluster> {
  const url = process.env.DATABASE_URL
  const { admin, login, name } = url ? external(url) : await embedded(stack)
  const version = await query<{ server_version: string }>(admin, 'show server_version')
  return { admin, login, name: `${name} ${version[0]?.server_version}` }
}

function external(url: string) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const admin: Address = {
    host: searchParams.get('host') ?? (decodeURIComponent(hostname) || '127.0.0.1'),
    port: Number(port || 5432),
    user: decodeURIComponent(username) || 'postgres',
    database: pathname.slice(1) || 'postgres',
    ...(password && { password: decodeURIComponent(password) }),
  }
  return { admin, login: admin, name: "DATABASE_URL's PostgreSQL" }
}

async function embedded(stack: AsyncDisposableStack) {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchdesk-bench-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  // PostgreSQL's account may pass where root runs the bench.
  await chmod(dataDir, 0o711)
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} })
  stack.defer(server.stop)
  const admin: Address = { ...server.connection }
  await query(admin, `create role ${LOGIN} login createrole`)
  return { admin, login: { ...admin, user: LOGIN }, name: 'the embedded PostgreSQL' }
}

export async function query<Row extends pg.QueryResultRow>(
  address: Address,
  text: string,
  values?: unknown[],
): Promise<Row[]> {
  return withClient(address, async (client) => (await client.query<Row>(text, values)).rows)
}

export async function withClient<T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(address)
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

let made = 0

/** A database of this run, a copy of `template` if one is named; dropped at the end. */
export async function createDatabase(cluster: Cluster, stack: AsyncDisposableStack, template?: Address) {
  const database = `watchdesk_bench_${process.pid}_${made++}`
  const source = template ? `template ${template.database} strategy file_copy` : ''
  stack.defer(async () => {
    await query(cluster.admin, `drop database if exists ${database} with (force)`)
  })
  await query(cluster.admin, `create database ${database} owner ${cluster.login.user} ${source}`)
  return { ...cluster.login, database }
}

export function urlOf({ host, port, user, password, database }: Address): string {
  const account = [user, ...(password ? [password] : [])].map(encodeURIComponent).join(':')
  return `postgres://${account}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

/** For PostgreSQL's own programs. */
export const environmentOf = ({ host, port, user, password, database }: Address) => ({
  PGHOST: host,
  PGPORT: String(port),
  PGUSER: user,
  PGDATABASE: database,
  ...(password && { PGPASSWORD: password }),
})
