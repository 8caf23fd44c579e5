import pg from 'pg'
import type { DatabaseAddress } from '../platform/database.ts'
import { refuseUnfinishedFolder } from './backup/restore.target.ts'
import type { Config } from './config.ts'
import { type EmbeddedPostgres, findRunningPostgres } from './embedded/index.ts'
import { keepEmbeddedPostgres } from './embedded-keeper.ts'

const NAME = 'watchdesk'

export interface Database {
  address: DatabaseAddress
  /** Who may read past row-level security, for a backup: the embedded server's superuser. */
  reader: DatabaseAddress
  /** In words, for the one line that says where the data lies. */
  location: string
  stop(): Promise<void>
  /** Resolves when an embedded server ends by itself. */
  died: Promise<Error> | undefined
}

/** The external database of DATABASE_URL, or the embedded one with its login role and database made. */
export async function prepareDatabase(config: Config, say: (line: string) => void): Promise<Database> {
  if (config.databaseUrl) return external(config.databaseUrl)
  refuseUnfinishedFolder(config.dataDir)
  return startEmbedded(config.dataDir, say)
}

/** For one command: the embedded database may be running already, and is else started for as long as it takes. */
export async function visitDatabase(config: Config, say: (line: string) => void): Promise<Database> {
  const running = config.databaseUrl ? undefined : findRunningPostgres(config.dataDir)
  if (!running) return prepareDatabase(config, say)
  return { ...embedded(running), stop: async () => {}, died: undefined }
}

function external(databaseUrl: string): Database {
  const { host, pathname } = new URL(databaseUrl)
  const address = { connectionString: databaseUrl }
  const location = `the PostgreSQL database ${pathname.slice(1)} on ${host || 'the local socket'}`
  return { address, reader: address, location, stop: async () => {}, died: undefined }
}

/** Whether or not a restore into it has ended. */
export async function startEmbedded(dataDir: string, say: (line: string) => void): Promise<Database> {
  const server = await keepEmbeddedPostgres({ dataDir, log: say })
  try {
    await createLogin(server.connection)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { ...embedded(server), stop: server.stop, died: server.died }
}

function embedded({ connection, location }: Pick<EmbeddedPostgres, 'connection' | 'location'>) {
  const reader = { ...connection, database: NAME }
  return { address: { ...reader, user: NAME }, reader, location }
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
