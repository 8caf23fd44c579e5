import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../test/harness.ts'
import { createPool, runQuery } from './database.ts'
import { MOST_PREPARED } from './statement.ts'

let database: Awaited<ReturnType<typeof createDatabase>>
let pool: pg.Pool
let connection: pg.PoolClient
beforeAll(async () => {
  database = await createDatabase()
  pool = createPool(database.address, { size: 2, name: 'test' })
})
beforeEach(async () => {
  connection = await pool.connect()
})
afterEach(() => connection.release(true))
afterAll(async () => {
  await pool.end()
  await database.inspector.end()
})

const ask = async (text: string, value: number, client = connection) =>
  (await runQuery<{ n: number }>(client, sql`${sql.raw(text)} ${value}::int as n`)).rows
const prepared = async () =>
  (
    await connection.query(
      `select statement, generic_plans + custom_plans as runs from pg_prepared_statements`,
    )
  ).rows

test('a text is prepared once for each connection, whatever its values', async () => {
  expect(await ask('select', 1)).toEqual([{ n: 1 }])
  expect(await ask('select', 2)).toEqual([{ n: 2 }])
  expect(await ask(['sel', 'ect'].join(''), 3)).toEqual([{ n: 3 }])
  expect(await prepared()).toContainEqual({ statement: 'select $1::int as n', runs: 3 })
  const other = await pool.connect()
  expect(await ask('select', 4, other)).toEqual([{ n: 4 }])
  other.release(true)
  expect(await prepared()).toContainEqual({ statement: 'select $1::int as n', runs: 3 })
})

test('texts that leave together are prepared once, and one that PostgreSQL refuses is asked anew', async () => {
  expect(await Promise.all([ask('select', 1), ask('select', 2), ask('select 1 +', 2)])).toEqual([
    [{ n: 1 }],
    [{ n: 2 }],
    [{ n: 3 }],
  ])
  expect(await prepared()).toContainEqual({ statement: 'select $1::int as n', runs: 2 })
  const text = 'select (select missing from found) +'
  await expect(ask(text, 1)).rejects.toThrow('relation "found" does not exist')
  await connection.query('create temp table found as select 1 as missing')
  expect(await ask(text, 1)).toEqual([{ n: 2 }])
})

test('only the first texts of a connection are kept there; others are answered as well', async () => {
  for (let n = 0; n < MOST_PREPARED + 10; n++) expect(await ask(`select ${n} +`, 1)).toEqual([{ n: n + 1 }])
  expect(await ask('select 0 +', 2)).toEqual([{ n: 2 }])
  expect(await ask(`select ${MOST_PREPARED + 9} +`, 2)).toEqual([{ n: MOST_PREPARED + 11 }])
  const texts = (await prepared()).map(({ statement }) => statement)
  // Besides them what each connection is prepared with, to name its tenant.
  expect(texts).toHaveLength(MOST_PREPARED + 1)
  expect(texts).not.toContain(`select ${MOST_PREPARED} + $1::int as n`)
})
