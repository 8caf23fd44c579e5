import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { migrationFiles, UNFINISHED_RESTORE } from './migrate.ts'

type Asking = Pick<pg.ClientBase | pg.Pool, 'query'>

const known = migrationFiles().then((files) => files.map(({ name }) => name))

/** Finds what lets tenants reach each other's rows, or makes row-level security slow; each row it answers is a violation. */
export const ROW_SECURITY_LINT = await readFile(new URL('row-security.sql', import.meta.url), 'utf8')
/** The rule of the linter that is about speed alone, which is no reason to serve nothing. */
const ABOUT_SPEED = /^L13 /

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
  return missing ? `The database lacks the migration ${missing}: run \`watchdesk migrate\`.` : null
}

/** For who works on the database: an administrator's commands go on where tenants are not kept apart, to find out and to act. */
export async function refuseSchemaGap(client: Asking) {
  const gap = await findSchemaGap(client)
  if (gap) throw new Error(gap)
}

/** For who serves people from it. The rules for a schema that is ahead are those of the program that made it. */
export async function refuseToServe(client: Asking) {
  await refuseSchemaGap(client)
  const ahead = await client.query('select from public.watchdesk_migrations where name <> all($1)', [
    await known,
  ])
  if (ahead.rowCount) return
  const { rows } = await client.query<{ rule: string; obj: string }>(ROW_SECURITY_LINT)
  const gaps = rows.filter(({ rule }) => !ABOUT_SPEED.test(rule))
  if (gaps.length === 0) return
  const named = gaps.map(({ rule, obj }) => `${rule} (${obj})`).join('; ')
  throw new Error(`The database no longer keeps tenants apart, so nothing is served from it: ${named}.`)
}
