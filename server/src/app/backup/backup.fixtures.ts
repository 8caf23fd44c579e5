import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createDatabase } from '../../../test/harness.ts'
import type { DatabaseAddress } from '../../platform/database.ts'

/** As an administrator would have it: past row-level security. */
export function readerOf({ database = '' }: DatabaseAddress): DatabaseAddress {
  const { superuser } = inject('cluster')
  if (!superuser.connectionString) return { ...superuser, database }
  const url = new URL(superuser.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

/** What the login role connects with, as DATABASE_URL. */
export function urlOf({ database }: DatabaseAddress): string {
  const { host, port, user, password } = inject('cluster').login
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`
}

/** A database and a look past its row-level security. */
export async function newDatabase(isMigrated = false) {
  const { address, inspector } = await createDatabase(isMigrated)
  const count = async (table: string) =>
    Number((await inspector.query(`select count(*) as n from ${table}`)).rows[0].n)
  return { address, inspector, count, close: () => inspector.end() }
}

export async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'watchdesk-backup-'))
  return {
    folder,
    newFile: () => join(folder, `${randomBytes(4).toString('hex')}.backup`),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
