import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { badRequest, Problem } from '../errors.ts'

export type Predicate = RawBuilder<SqlBool>

/** A field that a list may be filtered by: its operators, each making a predicate of the text in the query string. */
export type Filter = Record<string, MakePredicate>
export interface MakePredicate {
  /** @param isMasked whether addresses and numbers in it are not shown to whoever asks, and so must not be found */
  (text: string, name: string, isMasked?: boolean): Predicate
  /** No index finds what it asks for, so that each of a tenant's records is looked at. */
  isUnindexed?: true
}
const unindexed = (make: MakePredicate) => Object.assign(make, { isUnindexed: true as const })

const COMPARISONS = { gte: '>=', gt: '>', lte: '<=', lt: '<' } as const

const refuse = (name: string, expected: string) =>
  badRequest(`${name}: ${expected}`, [{ field: name, code: 'invalid', detail: expected }])

type Parse<Value> = (text: string, name: string) => Value

const integer: Parse<number> = (text, name) => {
  if (!/^-?\d{1,15}$/.test(text)) throw refuse(name, 'must be an integer')
  return Number(text)
}
const boolean: Parse<boolean> = (text, name) => {
  if (!/^(true|false)$/i.test(text)) throw refuse(name, 'must be true or false')
  return text.toLowerCase() === 'true'
}
const timestamp: Parse<string> = (text, name) => {
  const time = new Date(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
    throw refuse(name, 'must be an ISO 8601 time')
  return time.toISOString()
}
const list =
  <Value>(parse: Parse<Value>): Parse<Value[]> =>
  (text, name) => {
    const items = text.split(',').filter((item) => item !== '')
    if (items.length === 0 || items.length > 1000)
      throw refuse(name, 'must be 1 to 1000 values separated by commas')
    return items.map((item) => parse(item.trim(), name))
  }

function operators<Value>(column: string, type: string, parse: Parse<Value>, comparable: boolean): Filter {
  const ref = sql.ref(column)
  const cast = sql.raw(type)
  const filter: Filter = {
    '': (text, name) => sql`${ref} = ${parse(text, name)}::${cast}`,
    in: (text, name) => sql`${ref} = any(${list(parse)(text, name)}::${cast}[])`,
    isnull: (text, name) => (boolean(text, name) ? sql`${ref} is null` : sql`${ref} is not null`),
  }
  if (!comparable) return filter
  for (const [name, sign] of Object.entries(COMPARISONS)) {
    filter[name] = (text, field) => sql`${ref} ${sql.raw(sign)} ${parse(text, field)}::${cast}`
  }
  return filter
}

export const idFilter = (column: string) => operators(column, 'bigint', integer, false)
export const integerFilter = (column: string) => operators(column, 'bigint', integer, true)
export const timestampFilter = (column: string) => operators(column, 'timestamptz', timestamp, true)
export const booleanFilter = (column: string): Filter => ({
  '': (text, name) => sql`${sql.ref(column)} = ${boolean(text, name)}`,
})

/**
 * By what a record points to. `is true` keeps the set a set, read once: as a join it is looked up for each row, since row-level security
 * has PostgreSQL expect a handful of rows where there are thousands. @param filter of a column of the table
 */
export const pointedFilter = (pointer: string, table: string, filter: Filter): Filter =>
  Object.fromEntries(
    Object.entries(filter).map(([operator, make]) => [
      operator,
      unindexed(
        (text, name, isMasked) =>
          sql`(${sql.ref(pointer)} in (select id from ${sql.table(table)} where ${make(text, name, isMasked)})) is true`,
      ),
    ]),
  )

export function textFilter(column: string): Filter {
  const ref = sql.ref(column)
  const pattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`
  // Columns sort by code point, a collation that knows the letter case of ASCII alone.
  const within = (of: RawBuilder<unknown>, text: string): Predicate =>
    sql`${of} collate "default" ilike ${pattern(text)}`
  return {
    ...operators(column, 'text', (text) => text, false),
    icontains: unindexed((text, _, isMasked) => {
      const isWithin = within(ref, text)
      return isMasked
        ? sql`(${isWithin} and ${within(sql`search.without_personal(${ref})`, text)})`
        : isWithin
    }),
  }
}

/**
 * One of a few words, in any letter case; a group word (`open`) stands for several values of its own column.
 * The words are our own, so they stand in the statement itself: the planner sees them, and partial indexes serve.
 */
export function wordFilter(
  column: string,
  words: readonly string[],
  groups: Record<string, { column: string; values: readonly string[] }> = {},
): Filter {
  const among = (of: string, values: readonly string[]): Predicate =>
    sql`${sql.ref(of)} in (${sql.join(values.map((value) => sql.lit(value)))})`
  const one = (text: string, name: string): Predicate => {
    const word = text.toLowerCase()
    const group = groups[word]
    if (group) return among(group.column, group.values)
    if (words.includes(word)) return among(column, [word])
    throw refuse(name, `must be one of ${[...words, ...Object.keys(groups)].join(', ')}`)
  }
  return {
    '': one,
    in: (text, name) => {
      const chosen = list((word) => word)(text, name)
      return sql`(${sql.join(
        chosen.map((word) => one(word, name)),
        sql` or `,
      )})`
    },
    isnull: (text, name) =>
      boolean(text, name) ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} is not null`,
  }
}

/** Words that have a rank (low, high): compared by it, too. */
export function rankFilter(column: string, ranks: Record<string, number>): Filter {
  const parse: Parse<number> = (text, name) => {
    const rank = ranks[text.toLowerCase()]
    if (rank === undefined) throw refuse(name, `must be one of ${Object.keys(ranks).join(', ')}`)
    return rank
  }
  return operators(column, 'smallint', parse, true)
}

/** Answers to a filter by what the record does not show: it would tell all the same. */
export function refuseHidden(name: string) {
  const detail = 'is not shown to you, and so cannot be filtered by'
  const errors = [{ field: name, code: 'forbidden', detail }]
  return new Problem(403, 'forbidden', `${name}: ${detail}`, { errors })
}
