import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resources } from '../src/app/modules.ts'
import { fieldOf } from '../src/platform/http/problem-details.ts'
import { createDatabase } from './harness.ts'

let inspector: pg.Pool
beforeAll(async () => {
  inspector = (await createDatabase()).inspector
})
afterAll(() => inspector.end())

interface Column {
  table: string
  name: string
  type: string
  not_null: boolean
  collation: string | null
}

const readColumns = async (): Promise<Column[]> =>
  (
    await inspector.query(`select c.relname as table, a.attname as name, a.atttypid::regtype::text as type,
        a.attnotnull as not_null, l.collname as collation
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_collation l on l.oid = a.attcollation
      where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`)
  ).rows

test('lists are ordered by columns that are never null, texts by code point', async () => {
  const columns = await readColumns()
  const wrong = resources.flatMap(({ table, list }) =>
    Object.values(list.ordering).flatMap(({ column }) => {
      const found = columns.find((each) => each.table === table && `t.${each.name}` === column)
      const isSound = found?.not_null && (found.type !== 'text' || found.collation === 'C')
      return isSound ? [] : [`${table}: ${column}`]
    }),
  )
  expect(wrong).toEqual([])
})

/** Invariants that no input can break. */
const INTERNAL = /^(ledger|stream_|alert_events|counters)/

test('what a constraint refuses names a column, so that the answer names a field', async () => {
  const columns = await readColumns()
  const { rows } = await inspector.query(`select r.relname as table, n.name from (
      select conrelid as oid, conname as name from pg_constraint where contype in ('c', 'f', 'u')
      union select indrelid, indexrelid::regclass::text from pg_index where indisunique and not indisprimary) n
    join pg_class r on r.oid = n.oid and r.relnamespace = 'app'::regnamespace and not r.relispartition`)
  const wrong = rows
    .map(({ table, name }) => ({ table, name: name.replace('app.', '') }))
    .filter(({ table }) => !INTERNAL.test(table))
    .filter(
      ({ table, name }) =>
        !columns.some((each) => each.table === table && each.name === fieldOf(name, table)),
    )
  expect(wrong.map(({ name }) => name).sort()).toEqual([
    'alerts_check', // workflow and resolved_at are written together
    'alerts_open_identity', // a race that ingest settles
    'incident_links_check', // exactly one of three targets
    'incidents_check', // a status comes with what its action demands
    'incidents_check1',
    'user_clients_client_ids_fkey', // the person's field
  ])
})
