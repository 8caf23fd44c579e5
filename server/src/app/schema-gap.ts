import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { migrationFiles, UNFINISHED_RESTORE } from './migrate.ts'

type Asking = Pick<pg.ClientBase | pg.Pool, 'query'>

const known = migrationFiles().then((files) => files.map(({ name }) => name))

/** Finds what lets tenants reach each other's rows; each row it answers is a violation. */
export const ROW_SECURITY_LINT = await readFile(new URL('row-security.sql', import.meta.url), 'utf8')

/**
 * What keeps this program from working on the database, and what to run against it; null where nothing does.
 * A database that is ahead is fine: while programs are replaced one by one, old ones go on beside new ones.
 */
export async function findSchemaGap(client: Asking): Promise<string | null> {
  const { rows } = await client.query<{ unfinished: boolean; migrated: boolean }>(
    `select to_regclass($1) is not null as unfinished, to_regclass('public.watchdesk_migrations') is not null as migrated`,
    [UNFINISHED_RESTORE],
  )
  if (rows[0]?.unfinished)
    return 'The restore into this database was not finished: run `watchdesk restore <file>` again.'
  if (!rows[0]?.migrated)
    return 'The database is empty: run `watchdesk migrate`, then `watchdesk admin create`.'
  const applied = await client.query<{ name: string }>('select name from public.watchdesk_migrations')
  const missing = (await known).find((name) => !applied.rows.some((row) => row.name === name))
  if (missing) return `The database lacks the migration ${missing}: run \`watchdesk migrate\`.`
  // The rules for a schema that is ahead are those of the program that made it.
  const isOurs = applied.rows.length === (await known).length
  return isOurs ? findRowSecurityGap(client) : null
}

async function findRowSecurityGap(client: Asking): Promise<string | null> {
  const { rows } = await client.query<{ rule: string; obj: string }>(ROW_SECURITY_LINT)
  if (rows.length === 0) return null
  const gaps = rows.map(({ rule, obj }) => `${rule} (${obj})`).join('; ')
  return `The database no longer keeps tenants apart, so nothing is served from it: ${gaps}.`
}

/** For whoever cannot work with a gap. */
export async function refuseSchemaGap(client: Asking) {
  const gap = await findSchemaGap(client)
  if (gap) throw new Error(gap)
}
