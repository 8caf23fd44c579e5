import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { unprocessable } from '../errors.ts'
import type { Predicate } from './filters.ts'

/** What some actors see a part of only. Which part, the context says; what it is a part of, a module knows. */
export interface Limit {
  /** The field of a record that decides, as a refusal names it. */
  field: string
  /** The ids that this actor is limited to; none at all: to nothing. */
  ids: (ctx: Context) => readonly number[] | null | undefined
  /** A second field by which a record may lie within. */
  or?: Omit<Limit, 'or'>
}

/** What may not be written: its writer would not see it. */
export function outside({ field, ids, or }: Limit, ctx: Context) {
  const named = or && ids(ctx)?.length === 0 ? or.field : field
  const detail = 'must be one of those you are limited to'
  return unprocessable(`${named}: ${detail}`, [{ field: named, code: 'forbidden', detail }])
}

const isOneOf = (column: string, ids: readonly number[]): Predicate =>
  sql`${sql.ref(column)} = any(${ids}::bigint[])`

/** What may be pointed to: what lies within the limit, or belongs to nobody and so is shared. */
export function sharedWithin({ field, ids }: Limit, ctx: Context): Predicate {
  const within = ids(ctx)
  return within ? sql`(${sql.ref(field)} is null or ${isOneOf(field, within)})` : sql`true`
}

/** Row visibility of what lies within the limit, or of all. @param column holds what decides */
export const limitedTo = (limit: Limit, column: string) => (ctx: Context) => {
  const ways = waysWithin(limit, column, ctx)
  return ways.length > 0 ? anyOf(ways) : undefined
}

/** The ways to lie within the limit, each by another column; none: it does not concern this actor. */
export function waysWithin({ ids, or }: Limit, column: string, ctx: Context): Predicate[] {
  const within = ids(ctx)
  if (!within) return []
  const orWithin = or?.ids(ctx)
  const ways = or && orWithin?.length ? [isOneOf(`t.${or.field}`, orWithin)] : []
  return within.length > 0 || ways.length === 0 ? [isOneOf(column, within), ...ways] : ways
}

export const anyOf = (ways: Predicate[]): Predicate => sql`(${sql.join(ways, sql` or `)})`
