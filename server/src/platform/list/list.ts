import { type RawBuilder, sql } from 'kysely'
import { type TSchema, Type } from 'typebox'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { Closed, Nullable } from '../http/schema.ts'
import { hides, type PersonalData, refuseProbing } from '../resource/personal.ts'
import type { ReadTx } from '../unit-of-work.ts'
import { wanted } from './conditions.ts'
import type { Filter, Predicate } from './filters.ts'
import {
  after,
  decodeCursor,
  encodeCursor,
  type OrderColumn,
  orderBy,
  parseOrdering,
  placeOf,
  valuesIn,
  valuesOfRow,
} from './ordering.ts'

export const PAGE_SIZE = 25
export const MAX_PAGE_SIZE = 100
const EXACT_COUNT_UP_TO = 10_000

/** What may be asked of a noun's list: an allow-list; the mechanics stand here once. */
export interface ListSpec {
  filters: Record<string, Filter>
  ordering: Record<string, OrderColumn>
  defaultOrdering: string
  /** Fields that this caller is not shown; a filter by one would tell. */
  hidden?: (ctx: Context) => readonly string[]
  /** The noun's kind among the search documents, when it can be searched. */
  search?: string
  /** What who may not see personal data may not ask by; set by the resource. */
  personal?: PersonalData
}

/** What the visibility of a row hangs on is looked up for each row, or, where many are looked at, read once. */
export type Lookup = 'each' | 'once'

/** Where a noun's rows come from. `t` is its own table. */
export interface Source<Row> {
  columns: RawBuilder<Row>
  /** Those of `columns` that the summary shows, where a list would carry much for nothing. */
  summaryColumns?: RawBuilder<unknown>
  /** Further columns of single records, too dear for each row of a list; their fields are not in the summary. */
  details?: (ctx: Context) => RawBuilder<unknown>
  from: RawBuilder<unknown>
  /** Rows this caller may see at all, beyond the tenant; undefined: every one. */
  visible?: (ctx: Context, lookup?: Lookup) => Predicate | undefined
}

export type ListQuery = Record<string, string | number | undefined>

export interface Page<Row> {
  count?: number
  count_exact?: boolean
  next: string | null
  previous: string | null
  results: Row[]
}

export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    count: Type.Optional(Type.Integer({ description: 'Exact up to 10,000; absent in cursor mode' })),
    count_exact: Type.Optional(Type.Boolean({ description: 'false when there are more than count says' })),
    next: Nullable(Type.String()),
    previous: Nullable(Type.String()),
    results: Type.Array(item),
  })
}

export function listQuerySchema(spec: ListSpec) {
  const names = Object.entries(spec.filters).flatMap(([field, operators]) =>
    Object.keys(operators).map((operator) => (operator ? `${field}__${operator}` : field)),
  )
  return Closed({
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE })),
    cursor: Type.Optional(Type.String({ description: 'Keyset paging; empty for the first page' })),
    ordering: Type.Optional(Type.String({ description: Object.keys(spec.ordering).join(', ') })),
    ...(spec.search ? { search: Type.Optional(Type.String({ maxLength: 200 })) } : {}),
    ...Object.fromEntries(names.map((name) => [name, Type.Optional(Type.String())])),
  })
}

/** @param url where the list lives, for the links to its neighbours */
export async function listRows<Row>(
  tx: ReadTx,
  spec: ListSpec,
  source: Source<Row>,
  query: ListQuery,
  url: string,
): Promise<Page<Row>> {
  const ordering = String(query.ordering ?? spec.defaultOrdering)
  const terms = parseOrdering(ordering, spec.ordering)
  const fields = ordering.split(',').map((word) => word.trim().replace(/^-/, ''))
  for (const field of fields) refuseProbing(tx.ctx, spec.personal, field)
  const size = Number(query.page_size ?? PAGE_SIZE)
  const conditions = wanted(tx.ctx, spec, source, query)
  const columns = source.summaryColumns ?? source.columns
  const link = (changes: ListQuery) => linkTo(url, query, changes)

  if (query.cursor !== undefined) {
    // Whoever holds a cursor can read it: of what they may not see, it names the row alone.
    const isHidden = fields.some((field) => hides(tx.ctx, spec.personal, field))
    const carried = isHidden ? terms.slice(-1) : terms
    const place = query.cursor === '' ? null : decodeCursor(String(query.cursor), ordering, carried)
    const from =
      place && after(terms, isHidden ? valuesOfRow(terms, source.from, place) : valuesIn(terms, place))
    const rows = await tx.all(sql<Row & { place: string }>`select ${columns}, ${placeOf(carried)} as place
      from ${source.from} where ${all(from ? [...conditions, from] : conditions)} order by ${orderBy(terms)} limit ${sql.lit(size + 1)}`)
    const results = rows.slice(0, size)
    const last = rows.length > size ? results.at(-1) : undefined
    return {
      next: last ? link({ cursor: encodeCursor(ordering, last.place) }) : null,
      previous: null,
      results,
    }
  }

  const page = Number(query.page ?? 1)
  const [rows, counted] = await Promise.all([
    tx.all(sql<Row>`select ${columns} from ${source.from} where ${all(conditions)}
      order by ${orderBy(terms)} limit ${sql.lit(size)} ${page > 1 ? sql`offset ${(page - 1) * size}` : sql``}`),
    tx.one(sql<{ n: number }>`select count(*) as n from
      (select from ${source.from} where ${all(conditions)} limit ${sql.lit(EXACT_COUNT_UP_TO + 1)}) s`),
  ])
  if (rows.length === 0 && page > 1) throw new Problem(404, 'not_found', `There is no page ${page}.`)
  const isExact = counted.n <= EXACT_COUNT_UP_TO
  return {
    count: Math.min(counted.n, EXACT_COUNT_UP_TO),
    ...(isExact ? {} : { count_exact: false }),
    next: !isExact || page * size < counted.n ? link({ page: page + 1 }) : null,
    previous: page > 1 ? link({ page: page - 1 }) : null,
    results: rows,
  }
}

const all = (conditions: Predicate[]) => sql.join(conditions, sql` and `)

function linkTo(url: string, query: ListQuery, changes: ListQuery) {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...query, ...changes })) {
    if (value !== undefined) parameters.set(name, String(value))
  }
  return `${url}?${parameters}`
}
