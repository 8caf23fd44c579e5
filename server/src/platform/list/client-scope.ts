import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { unprocessable } from '../errors.ts'
import type { Predicate } from './filters.ts'

/** What a person limited to clients may not write: they would not see it themselves. */
export function outsideClients() {
  const detail = 'must be one of the clients you are limited to'
  return unprocessable(`client_id: ${detail}`, [{ field: 'client_id', code: 'forbidden', detail }])
}

/** What whoever is limited to clients may point to: what is theirs, or nobody's and so shared. @param column holds the client */
export function sharedWith({ clientIds }: Context, column: string): Predicate {
  return clientIds
    ? sql`(${sql.ref(column)} is null or ${sql.ref(column)} = any(${clientIds}::bigint[]))`
    : sql`true`
}

/** Row visibility of whatever belongs to a client: those the caller is limited to, or all. @param column holds the client */
export function limitedTo(column: string) {
  return ({ clientIds }: Context): Predicate | undefined =>
    clientIds ? sql`${sql.ref(column)} = any(${clientIds}::bigint[])` : undefined
}
