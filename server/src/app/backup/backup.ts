import type pg from 'pg'
import type { DatabaseAddress } from '../../platform/database.ts'
import { lockAgainstMigrations } from '../migrate.ts'
import { FORMAT, HEADER, type Header, MANIFEST, type Manifest } from './archive.format.ts'
import { writeArchive } from './archive.writing.ts'
import { connectUnfiltered } from './reader.ts'
import { createDigest } from './table.digest.ts'
import { copyOut, listPartitions, listSequences, listTables, type Table } from './tables.ts'

export interface BackupReport {
  header: Header
  manifest: Manifest
  /** Of the file, in bytes. */
  size: number
}

/** Writes everything, as it stood at one moment, into a new file. Others go on reading and writing meanwhile. */
export async function takeBackup(address: DatabaseAddress, file: string): Promise<BackupReport> {
  const client = await connectUnfiltered(address)
  try {
    await lockAgainstMigrations(client)
    await client.query('begin isolation level repeatable read read only')
    const tables = await listTables(client)
    const header = await readHeader(client, tables)
    const manifest: Manifest = { tables: {}, sequences: await listSequences(client) }
    const size = await writeArchive(file, async (archive) => {
      await archive.json(HEADER, header)
      for (const table of tables) {
        const digest = createDigest()
        await archive.rows(table.name, copyOut(client, table, digest))
        manifest.tables[table.name] = digest.result()
      }
      await archive.json(MANIFEST, manifest)
    })
    return { header, manifest, size }
  } finally {
    await client.end()
  }
}

async function readHeader(client: pg.Client, tables: Table[]): Promise<Header> {
  const { rows } = await client.query(
    `select now() as created_at, current_setting('server_version') as postgres, epoch,
      to_regclass('jobs.migrations') is not null as has_worker from app.stream_state`,
  )
  const { created_at, postgres, epoch, has_worker } = rows[0]
  const migrations = await client.query<Header['migrations'][number]>(
    'select name, checksum from public.watchdesk_migrations order by name',
  )
  return {
    format: FORMAT,
    created_at: created_at.toISOString(),
    postgres,
    epoch,
    migrations: migrations.rows,
    worker_schema: has_worker ? await readWorkerSchema(client) : null,
    partitions: await listPartitions(client),
    tables: tables.map(({ name, columns }) => ({ name, columns })),
  }
}

/** How far graphile-worker has brought its own schema. */
export async function readWorkerSchema(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ id: number }>('select max(id) as id from jobs.migrations')
  return rows[0]?.id ?? 0
}
