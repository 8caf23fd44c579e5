import type pg from 'pg'
import { migrationFiles, UNFINISHED_RESTORE } from './migrate.ts'

const known = migrationFiles().then((files) => files.map(({ name }) => name))

/**
 * What keeps this program from working on the database, and what to run against it; null where nothing does.
 * A database that is ahead is fine: while programs are replaced one by one, old ones go on beside new ones.
 */
export async function findSchemaGap(client: Pick<pg.ClientBase | pg.Pool, 'query'>): Promise<string | null> {
  const { rows } = await client.query<{ unfinished: boolean; migrated: boolean }>(
    `select to_regclass($1) is not null as unfinished, to_regclass('public.watchdesk_migrations') is not null as migrated`,
    [UNFINISHED_RESTORE],
  )
  if (rows[0]?.unfinished)
    return 'The restore into this database was not finished: run `watchdesk restore <file>` again.'
  if (!rows[0]?.migrated)
    return 'The database is empty: run `watchdesk migrate`, then `watchdesk admin create`.'
  const { rows: applied } = await client.query<{ name: string }>(
    'select name from public.watchdesk_migrations',
  )
  const missing = (await known).find((name) => !applied.some((row) => row.name === name))
  return missing ? `The database lacks the migration ${missing}: run \`watchdesk migrate\`.` : null
}
