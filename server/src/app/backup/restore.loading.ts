import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Header } from './archive.format.ts'
import { SCHEMAS, type Table } from './tables.ts'

/**
 * Makes the tables take rows as they come: no row-level security for their owner, no foreign keys (added again at the
 * end, which checks every row), no triggers (what they would write is in the archive).
 * All inside the caller's transaction, so nobody ever sees it. @returns what to run when the rows are there
 */
export async function openForLoading(client: pg.Client, tables: Table[]): Promise<() => Promise<void>> {
  const names = tables.map(({ name }) => name)
  const { rows } = await client.query<{ open: string; close: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as open,
        format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as close
      from pg_constraint where contype = 'f' and conparentid = 0 and connamespace::regnamespace::text = any($1)
    union all
      select format('alter table %s disable trigger user', name), format('alter table %1$s enable trigger user', name)
      from unnest($2::text[]) name
    union all
      select format('alter table %s alter column %I set default %L', c.oid::regclass, a.attname, '0'),
        format('alter table %s alter column %I set default %s', c.oid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid))
      from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where a.atttypid = 'pg_catalog.xid8'::regtype and c.oid = any($2::text[]::regclass[])
    union all
      select format('alter table %s no force row level security', oid::regclass),
        format('alter table %s force row level security', oid::regclass)
      from pg_class where relforcerowsecurity and oid = any($2::text[]::regclass[])`,
    [SCHEMAS, names],
  )
  for (const { open } of rows) await client.query(open)
  await client.query(`truncate ${names.join(', ')}`)
  return async () => {
    for (const { close } of rows) await client.query(close)
  }
}

export async function makePartitions(client: pg.Client, partitions: Header['partitions']) {
  for (const { table, month } of partitions)
    await client.query('select app.ensure_partition($1::text::regclass, $2)', [table, month])
}

export async function copyIn(client: pg.Client, { name, columns }: Table, chunks: AsyncIterable<Buffer>) {
  const rows = client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from(chunks, { objectMode: false }), rows)
}
