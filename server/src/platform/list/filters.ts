import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { Problem } from '../errors.ts'
import { boolean, integer, list, type Parse, refuse, timestamp } from './values.ts'

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

function equality<Value>(column: string, type: string, parse: Parse<Value>) {
  const ref = sql.ref(column)
  const cast = sql.raw(type)
  return {
    '': (text, name) => sql`${ref} = ${parse(text, name)}::${cast}`,
    in: (text, name) => sql`${ref} = any(${list(parse)(text, name)}::${cast}[])`,
    isnull: (text, name) => (boolean(text, name) ? sql`${ref} is null` : sql`${ref} is not null`),
  } satisfies Filter
}

function comparison<Value>(column: string, type: string, parse: Parse<Value>): Filter {
  const filter: Filter = equality(column, type, parse)
  for (const [name, sign] of Object.entries(COMPARISONS)) {
    filter[name] = (text, field) =>
      sql`${sql.ref(column)} ${sql.raw(sign)} ${parse(text, field)}::${sql.raw(type)}`
  }
  return filter
}

export const idFilter = (column: string): Filter => equality(column, 'bigint', integer)
export const integerFilter = (column: string) => comparison(column, 'bigint', integer)
export const timestampFilter = (column: string) => comparison(column, 'timestamptz', timestamp)
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

/** Where it is masked, a text that holds an address or a number equals nothing, and holds nothing of it. */
export function textFilter(column: string): Filter {
  const ref = sql.ref(column)
  const shown = sql`search.without_personal(${ref})`
  const whole = equality(column, 'text', (text) => text)
  const unmasked =
    (make: MakePredicate): MakePredicate =>
    (text, name, isMasked) =>
      isMasked ? sql`(${make(text, name)} and ${shown} = ${ref})` : make(text, name)
  const pattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`
  // Columns sort by code point, a collation that knows the letter case of ASCII alone.
  const within = (of: RawBuilder<unknown>, text: string): Predicate =>
    sql`${of} collate "default" ilike ${pattern(text)}`
  return {
    '': unmasked(whole['']),
    in: unmasked(whole.in),
    isnull: whole.isnull,
    icontains: unindexed((text, _, isMasked) =>
      isMasked ? sql`(${within(ref, text)} and ${within(shown, text)})` : within(ref, text),
    ),
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
  return comparison(column, 'smallint', parse)
}

/** Answers to a filter by what the record does not show: it would tell all the same. */
export function refuseHidden(name: string) {
  const detail = 'is not shown to you, and so cannot be filtered by'
  const errors = [{ field: name, code: 'forbidden', detail }]
  return new Problem(403, 'forbidden', `${name}: ${detail}`, { errors })
}
