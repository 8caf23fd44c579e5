import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Archive } from '../backup/archive.reading.ts'
import { takeBackup } from '../backup/backup.ts'
import { claimFolder } from '../backup/restore.target.ts'
import { checkArchive, type RestoreReport, restore as restoreInto } from '../backup/restore.ts'
import type { Config } from '../config.ts'
import { prepareDatabase, startEmbedded } from '../database.ts'
import { type Command, parseWords, say } from './command.ts'
import { visit } from './visiting.ts'

export const backup: Command = async ({ config, words }) => {
  const { values, positionals } = parseWords(words, { verify: { type: 'boolean' } }, 1)
  const [file = ''] = positionals
  if (values.verify) {
    const archive = await checkArchive(file)
    say(`${file} is whole: ${describe(archive)}.`)
    return
  }
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'postgres')))
    throw new Error(`There is no database in ${config.dataDir}: set DATA_DIR or DATABASE_URL.`)
  const report = await visit(config, ({ reader }) => takeBackup(reader, file))
  say(`${file} (${megabytes(report.size)}) holds ${describe(report)}.`)
}

export const restore: Command = async ({ config, words }) => {
  const [file = ''] = parseWords(words, {}, 1).positionals
  const archive = await checkArchive(file)
  const report = await intoEmpty(config, file, archive)
  say(`Restored ${describe(report)}; every table was compared with the archive.`)
  if (report.migrated.length > 0) say(`Applied since: ${report.migrated.join(', ')}`)
  say(`The stream's epoch is ${report.epoch}; everybody signs in anew.`)
}

async function intoEmpty(config: Config, file: string, archive: Archive): Promise<RestoreReport> {
  if (config.databaseUrl) {
    const database = await prepareDatabase(config, say)
    return restoreInto(database.address, file, archive)
  }
  const { isLeftover, release } = await claimFolder(config.dataDir)
  const database = await startEmbedded(config.dataDir, say)
  try {
    const report = await restoreInto(database.address, file, archive, isLeftover)
    release()
    return report
  } finally {
    await database.stop()
  }
}

function describe({ header, manifest }: Archive) {
  const tables = Object.values(manifest.tables)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
  return (
    `${rows} rows of ${tables.length} tables (${megabytes(bytes)}), as they stood at ${header.created_at}, ` +
    `at ${header.migrations.at(-1)?.name} on PostgreSQL ${header.postgres}`
  )
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
