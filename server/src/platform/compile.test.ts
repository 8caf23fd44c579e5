import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { compile, settled } from './compile.ts'

const query = sql`select ${sql.ref('t.id')}, ${sql.lit("it's")} from ${sql.table('app.things')} ${sql.ref('t')}
  where ${sql.join([sql`a = ${1}`, sql`b = any(${[2, 3]})`], sql` and `)} limit ${sql.lit(25)}`

test('names are quoted, words of ours stand in the text, values are parameters in their order', () => {
  expect(compile(query)).toEqual({
    text: `select "t"."id", 'it''s' from "app"."things" "t"
  where a = $1 and b = any($2) limit 25`,
    values: [1, [2, 3]],
  })
  expect(compile(sql`${sql.id('a"; drop table b; --')}`).text).toBe('"a""; drop table b; --"')
})

test('a fragment of one piece says the same; one that carries values stays as it is', () => {
  const from = sql`${sql.table('things')} t join ${sql.table('others')} o on o.id = ${sql.ref('t.other_id')}`
  const bare = { text: 'select * from "things" t join "others" o on o.id = "t"."other_id"', values: [] }
  expect(compile(sql`select * from ${from}`)).toEqual(bare)
  expect(compile(sql`select * from ${settled(from)}`)).toEqual(bare)
  const limited = sql`a = ${1}`
  expect(settled(limited)).toBe(limited)
})
