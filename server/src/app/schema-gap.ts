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
 * Refuses what this program cannot work on, and says what to run against it. A database that is ahead is fine: while programs are
 * replaced one by one, old ones go on beside new ones. An administrator's commands ask no more than this: where tenants are not
 * kept apart, they are needed to find out and to act.
 */
export async function refuseSchemaGap(client: Asking): Promise<{ isAhead: boolean }> {
  const { rows } = await client.query<{ unfinished: boolean; migrated: boolean }>(
    `select to_regclass($1) is not null as unfinished, to_regclass('public.watchdesk_migrations') is not null as migrated`,
    [UNFINISHED_RESTORE],
  )
  if (rows[0]?.unfinished)
    throw new Error('The restore into this database was not finished: run `watchdesk restore <file>` again.')
  if (!rows[0]?.migrated)
    throw new Error('The database is empty: run `watchdesk migrate`, then `watchdesk admin create`.')
  const applied = await client.query<{ name: string }>('select name from public.watchdesk_migrations')
  const names = new Set(applied.rows.map(({ name }) => name))
  const missing = (await known).find((name) => !names.has(name))
  if (missing) throw new Error(`The database lacks the migration ${missing}: run \`watchdesk migrate\`.`)
  return { isAhead: names.size > (await known).length }
}

/** For who serves people from it. The rules for a schema that is ahead are those of the program that made it. */
export async function refuseToServe(client: Asking) {
  const { isAhead } = await refuseSchemaGap(client)
  if (isAhead) return
  const { rows } = await client.query<{ rule: string; obj: string }>(ROW_SECURITY_LINT)
  const gaps = rows.filter(({ rule }) => !ABOUT_SPEED.test(rule))
  if (gaps.length === 0) return
  const named = gaps.map(({ rule, obj }) => `${rule} (${obj})`).join('; ')
  throw new Error(`The database no longer keeps tenants apart, so nothing is served from it: ${named}.`)
}
