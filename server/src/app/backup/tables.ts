import type { ClientBase } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Digest, Header, Manifest, TableHeader } from './archive.format.ts'
import { createDigest } from './table.digest.ts'

export const SCHEMAS = ['app', 'auth', 'search', 'jobs']

/**
 * What opens doors today: whoever finds an old archive must not be able to sign tokens of the running system.
 * Keys are made anew by the first API that finds none, allowances with the next call. graphile-worker's own list of steps is told in the header.
 */
const NOT_CARRIED = [
  'auth.signing_keys',
  'auth.rotation_secret',
  'auth.refresh_tokens',
  'auth.sealing_key',
  'auth.allowances',
  'jobs.migrations',
]

/** The same text for the same rows, whatever the server, its version and its settings. */
export const SESSION = [
  ...[
    'timezone=UTC',
    'datestyle=ISO,YMD',
    'intervalstyle=postgres',
    'bytea_output=hex',
    'extra_float_digits=1',
  ],
  // Off means: an error where row-level security would filter, instead of fewer rows.
  ...['row_security=off', 'search_path=pg_catalog'],
  ...['statement_timeout=0', 'idle_in_transaction_session_timeout=0', 'lock_timeout=30s'],
]
  .map((setting) => `-c ${setting}`)
  .join(' ')

/** Transaction numbers (xid8) count this cluster's transactions and mean nothing in another. */
const CARRIED_COLUMNS = `a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid <> 'pg_catalog.xid8'::regtype`

export interface Table extends TableHeader {
  /** ORDER BY that gives the same order everywhere: the primary key, else the whole row. */
  order: string
}

export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name,
      array(select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and ${CARRIED_COLUMNS} order by a.attnum) as columns,
      coalesce((select string_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end, ', '
          order by k.place)
        from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary), 't::text collate "C"') as order
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`,
    [SCHEMAS],
  )
  return rows.filter(({ name }) => !NOT_CARRIED.includes(name))
}

/** The rows of a table as they stand in an archive. @param digest told of each chunk */
export async function* copyOut(
  client: ClientBase,
  { name, columns, order }: Table,
  digest: { update(chunk: Buffer): void },
): AsyncGenerator<Buffer> {
  const rows = client.query(
    copyTo(`copy (select ${columns.join(', ')} from ${name} t order by ${order}) to stdout`),
  )
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    digest.update(chunk)
    yield chunk
  }
}

export async function digestTable(client: ClientBase, table: Table): Promise<Digest> {
  const digest = createDigest()
  for await (const _ of copyOut(client, table, digest));
  return digest.result()
}

/** To be read after the snapshot was taken: a number that its rows have is then surely given out. */
export async function listSequences(client: ClientBase): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and c.relkind = 'S' order by 1`,
    [SCHEMAS],
  )
  const sequences: Manifest['sequences'] = []
  for (const { name } of rows) {
    const { rows: state } = await client.query(`select last_value::text, is_called from ${name}`)
    sequences.push({ name, ...state[0] })
  }
  return sequences
}

/** Every month that a partition reaches into. */
export async function listPartitions(client: ClientBase): Promise<Header['partitions']> {
  const { rows } = await client.query<Header['partitions'][number]>(
    `select distinct format('%I.%I', n.nspname, p.relname) as table, m.month::date::text as month
    from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_class c on c.oid = i.inhrelid
    join pg_namespace n on n.oid = p.relnamespace
    cross join regexp_match(pg_get_expr(c.relpartbound, c.oid), $$FROM \\('(.+)'\\) TO \\('(.+)'\\)$$) as bounds (ends)
    cross join generate_series(date_trunc('month', ends[1]::timestamptz),
      ends[2]::timestamptz - interval '1 millisecond', interval '1 month') as m (month)
    where n.nspname = any($1) and p.relkind = 'p' and c.relkind in ('r', 'p') order by 1, 2`,
    [SCHEMAS],
  )
  return rows
}
