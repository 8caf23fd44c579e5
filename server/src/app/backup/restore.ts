import pg from 'pg'
import type { DatabaseAddress } from '../../platform/database.ts'
import { makeWorkerSchema, migrate, migrationFiles, UNFINISHED_RESTORE } from '../migrate.ts'
import type { Header, Manifest, TableHeader } from './archive.format.ts'
import { type Archive, readArchive, verifyArchive } from './archive.reading.ts'
import { readWorkerSchema } from './backup.ts'
import { becomeAnother, setSequences, settle } from './restore.aftermath.ts'
import { copyIn, makePartitions, openForLoading } from './restore.loading.ts'
import { claimDatabase } from './restore.target.ts'
import { differenceOf } from './table.digest.ts'
import { digestTable, listTables, SESSION, type Table } from './tables.ts'

const LOCK = 0x57_44_03

export interface RestoreReport extends Archive {
  epoch: number
  /** Migrations that the archive did not know. */
  migrated: string[]
}

/** Reads an archive to its end and holds it against this program. Throws where it is damaged or from a newer one. */
export async function checkArchive(file: string): Promise<Archive> {
  const archive = await verifyArchive(file)
  const known = new Map((await migrationFiles()).map(({ name, checksum }) => [name, checksum]))
  for (const { name, checksum } of archive.header.migrations) {
    if (!known.has(name))
      throw new Error(
        `${file} was written by a newer Watchdesk: this one does not know the migration ${name}.`,
      )
    if (known.get(name) !== checksum)
      throw new Error(`${file} was written under another ${name} than this Watchdesk has.`)
  }
  return archive
}

/**
 * Loads an archive into an empty database, in one transaction: rows, sequences, checks. A mark stands in the database
 * from before the first table until that transaction has committed; with it nothing but another restore works there.
 * @param isLeftover what is there is known to be of an unfinished restore
 */
export async function restore(
  address: DatabaseAddress,
  file: string,
  { header }: Archive,
  isLeftover = false,
): Promise<RestoreReport> {
  const client = new pg.Client({ ...address, application_name: 'watchdesk restore', options: SESSION })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query(`select pg_try_advisory_lock(${LOCK}) as is_ours`)
    if (!rows[0].is_ours) throw new Error('Another restore into this database is running.')
    await claimDatabase(client, isLeftover)
    await migrate(address, { only: new Set(header.migrations.map(({ name }) => name)) })
    if (header.worker_schema !== null) {
      await makeWorkerSchema(address)
      await refuseOlderWorker(client, header.worker_schema)
    }
    const loaded = await load(client, file)
    const migrated = await migrate(address)
    await becomeAnother(client)
    await client.query('analyze')
    return { ...loaded, migrated }
  } finally {
    await client.end()
  }
}

async function load(client: pg.Client, file: string) {
  await client.query('begin')
  const tables = await listTables(client)
  const close = await openForLoading(client, tables)
  const archive = await readArchive(file, {
    header: async (header) => {
      refuseOtherTables(header, tables)
      await makePartitions(client, header.partitions)
    },
    table: ({ name }, chunks) => copyIn(client, tables.find((table) => table.name === name) as Table, chunks),
  })
  await refuseDifference(client, tables, archive.manifest)
  await setSequences(client, archive.manifest.sequences)
  const epoch = await settle(client, archive.header.worker_schema !== null)
  await close()
  await client.query(`drop table ${UNFINISHED_RESTORE}`)
  await client.query('commit')
  return { ...archive, epoch }
}

async function refuseOlderWorker(client: pg.Client, wanted: number) {
  if ((await readWorkerSchema(client)) < wanted)
    throw new Error(`The archive's job tables are of step ${wanted}, newer than this Watchdesk's worker.`)
}

function refuseOtherTables(header: Header, tables: Table[]) {
  const shape = ({ name, columns }: TableHeader) => `${name} (${columns.join(', ')})`
  const [expected, found] = [tables.map(shape), header.tables.map(shape)]
  const odd = found.find((one) => !expected.includes(one)) ?? expected.find((one) => !found.includes(one))
  if (odd) throw new Error(`The archive and this Watchdesk do not have the same tables: ${odd}.`)
}

async function refuseDifference(client: pg.Client, tables: Table[], manifest: Manifest) {
  for (const table of tables) {
    const difference = differenceOf(manifest.tables[table.name], await digestTable(client, table))
    if (difference) throw new Error(`What was restored is not what was saved: ${table.name} ${difference}.`)
  }
}
