import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Predicate } from './filters.ts'

/** Row visibility of whatever belongs to a client: those the caller is limited to, or all. @param column holds the client */
export function limitedTo(column: string) {
  return ({ clientIds }: Context): Predicate | undefined =>
    clientIds ? sql`${sql.ref(column)} = any(${clientIds}::bigint[])` : undefined
}
