import pg from 'pg'
import type { DatabaseAddress } from '../platform/database.ts'
import type { Config } from './config.ts'
import { startEmbeddedPostgres } from './embedded/index.ts'

const NAME = 'watchdesk'

export interface Database {
  address: DatabaseAddress
  /** In words, for the one line that says where the data lies. */
  location: string
  stop(): Promise<void>
  /** Resolves when an embedded server ends by itself. */
  died: Promise<Error> | undefined
}

/** The external database of DATABASE_URL, or the embedded one with its login role and database made. */
export async function prepareDatabase(config: Config, say: (line: string) => void): Promise<Database> {
  if (config.databaseUrl) {
    const { host, pathname } = new URL(config.databaseUrl)
    const location = `the PostgreSQL database ${pathname.slice(1)} on ${host || 'the local socket'}`
    return {
      address: { connectionString: config.databaseUrl },
      location,
      stop: async () => {},
      died: undefined,
    }
  }
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say })
  try {
    await createLogin(server.connection)
  } catch (error) {
    await server.stop()
    throw error
  }
  const { host, port } = server.connection
  return {
    address: { host, port, user: NAME, database: NAME },
    location: server.location,
    stop: server.stop,
    died: server.died,
  }
}

/** The cluster's superuser is used for this alone; everything else runs as a role that is none. */
async function createLogin(superuser: pg.ClientConfig) {
  const client = new pg.Client(superuser)
  await client.connect()
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [NAME])
    if (role.rowCount === 0) await client.query(`create role ${NAME} login nosuperuser createrole`)
    const database = await client.query('select from pg_database where datname = $1', [NAME])
    if (database.rowCount === 0) await client.query(`create database ${NAME} owner ${NAME}`)
  } finally {
    await client.end()
  }
}
