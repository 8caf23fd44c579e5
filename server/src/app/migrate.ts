import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { createPool, type DatabaseAddress } from '../platform/database.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)
const LOCK = 0x57_44_02
const OLDEST_SUPPORTED = 150_000

/** A database with this table holds a part of a backup. */
export const UNFINISHED_RESTORE = 'public.watchdesk_unfinished_restore'

/** Until the connection ends. */
export const lockAgainstMigrations = (client: pg.ClientBase) =>
  client.query(`select pg_advisory_lock_shared(${LOCK})`)

/**
 * Applies what is missing, each file in a transaction of its own, one process at a time. @returns the names applied
 * @param restoring these alone, into a database that a restore has claimed
 */
export async function migrate(
  address: DatabaseAddress,
  restoring?: { only: ReadonlySet<string> },
): Promise<string[]> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    await checkVersion(client)
    await client.query(`select pg_advisory_lock(${LOCK})`)
    if (!restoring) await refuseUnfinishedRestore(client)
    await client.query(`create table if not exists public.watchdesk_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from public.watchdesk_migrations',
    )
    const known = new Map(rows.map((row) => [row.name, row.checksum]))
    const applied: string[] = []
    for (const file of await migrationFiles()) {
      if (restoring && !restoring.only.has(file.name)) continue
      const checksum = known.get(file.name)
      if (checksum === undefined) {
        await apply(client, file)
        applied.push(file.name)
      } else if (checksum !== file.checksum) {
        throw new Error(`The migration ${file.name} was changed after it had been applied to this database.`)
      }
    }
    // After a long rest the months ahead are missing, and the first write would fail.
    await client.query('select app.ensure_ledger_partitions()')
    if (!restoring) await makeWorkerSchema(address)
    return applied
  } finally {
    await client.end()
  }
}

/** The job tables, which the worker's library keeps: there before the first worker, so that requests can give it work. */
export async function makeWorkerSchema(address: DatabaseAddress) {
  const pool = createPool(address, { size: 1, name: 'migrate', role: 'app_jobs' })
  try {
    await runMigrations({ pgPool: pool, schema: 'jobs' })
  } finally {
    await pool.end()
  }
}

export async function migrationFiles() {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function refuseUnfinishedRestore(client: pg.ClientBase) {
  const { rows } = await client.query('select to_regclass($1) is not null as is_there', [UNFINISHED_RESTORE])
  if (rows[0].is_there)
    throw new Error('The restore into this database was not finished: run `watchdesk restore <file>` again.')
}

async function apply(client: pg.Client, file: { name: string; text: string; checksum: string }) {
  await client.query('begin')
  try {
    await client.query(file.text)
    await client.query('insert into public.watchdesk_migrations (name, checksum) values ($1, $2)', [
      file.name,
      file.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `The migration ${file.name} failed: ${explain(error as { code?: string; message: string })}`,
    )
  }
}

function explain(error: { code?: string; message: string }) {
  if (error.code !== '42501') return error.message
  return `${error.message}. The user of DATABASE_URL must own the database and be able to create roles; docs/operations.md has the statements for its administrator.`
}

async function checkVersion(client: pg.Client) {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  const version = Number(rows[0]?.server_version_num)
  if (version < OLDEST_SUPPORTED)
    throw new Error(`PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}.`)
}
