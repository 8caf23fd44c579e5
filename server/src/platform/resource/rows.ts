import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { notFound, stale } from '../errors.ts'
import { difference } from '../ledger/ledger.ts'
import { outside } from '../list/limit.ts'
import type { ReadTx, Tx } from '../unit-of-work.ts'
import { checkPointers } from './pointers.ts'
import { type AnyResource, type Resource, type Stamped, words } from './resource.ts'

export type Values = Record<string, unknown>

function visibleRows(resource: AnyResource, tx: ReadTx, isDeleted: boolean): RawBuilder<SqlBool> {
  const visible = resource.source.visible?.(tx.ctx)
  const deleted = isDeleted ? sql<SqlBool>`t.deleted_at is not null` : sql<SqlBool>`t.deleted_at is null`
  return visible ? sql<SqlBool>`${deleted} and ${visible}` : deleted
}

/** The record as lists and details show it, or 404. */
export async function getRow<Row extends Stamped>(tx: ReadTx, resource: Resource<Row, unknown>, id: number) {
  const [row] = await getRows(tx, resource, [id])
  if (!row) throw notFound(words(resource))
  return row
}

/** Those of the records that this caller may see, in no order. */
export function getRows<Row extends Stamped>(tx: ReadTx, resource: Resource<Row, unknown>, ids: number[]) {
  const { columns, details, from } = resource.source
  const rows = visibleRows(resource, tx, false)
  const all = details ? sql`${columns}, ${details(tx.ctx)}` : columns
  return tx.all(sql<Row>`select ${all} from ${from} where ${isOneOf(ids)} and ${rows}`)
}

/** One id is asked for as one: PostgreSQL keeps the plan of that, and plans a list of unknown length each time. */
const isOneOf = (ids: number[]) =>
  ids.length === 1 ? sql<SqlBool>`t.id = ${ids[0]}` : sql<SqlBool>`t.id = any(${ids}::bigint[])`

export async function presentRow<Row extends Stamped, Shown>(
  tx: ReadTx,
  resource: Resource<Row, Shown>,
  id: number,
) {
  return resource.present(await getRow(tx, resource, id), tx.ctx)
}

/** What the caller has just written, as they see it: nobody writes what they may not see. */
export async function presentWritten(tx: ReadTx, resource: AnyResource, id: number) {
  const [row] = await getRows(tx, resource, [id])
  if (row) return resource.present(row, tx.ctx)
  throw resource.limit?.ids(tx.ctx) ? outside(resource.limit, tx.ctx) : notFound(words(resource))
}

/** Locks the record's own row for a change; 404, or 412 when it is no longer at the version the caller saw. */
export async function lockRow<Stored extends Stamped>(
  tx: Tx,
  resource: AnyResource,
  id: number,
  ifMatch?: number,
  isDeleted = false,
): Promise<Stored> {
  const row = await tx.maybe(sql<Stored>`select t.* from ${sql.table(resource.table)} t
    where t.id = ${id} and ${visibleRows(resource, tx, isDeleted)} for update of t`)
  if (!row) throw notFound(words(resource))
  if (ifMatch !== undefined && row.version !== ifMatch) throw stale(row.version)
  return row
}

/** @returns the new record's id */
export async function insertRow(tx: Tx, resource: AnyResource, values: Values, event = 'created') {
  const checked = checkPointers(tx, resource, values)
  const stamped = {
    organization_id: tx.ctx.organizationId,
    created_by: userId(tx),
    updated_by: userId(tx),
    ...values,
  }
  const columns = sql.join(Object.keys(stamped).map((name) => sql.ref(name)))
  const inserted = tx.one(sql<Stamped>`insert into ${sql.table(resource.table)} (${columns})
    values (${sql.join(Object.values(stamped))}) returning id`)
  // Both on their way at once; what the check has to say is the better message.
  const [, row] = await Promise.all([checked, inserted])
  tx.record({
    event: `${resource.kind}.${event}`,
    kind: resource.kind,
    id: row.id,
    before: null,
    after: values,
  })
  return row.id
}

/**
 * Writes what differs of `values` into a locked row.
 * @param said what was said along with the change (a reason) and lives in the ledger only
 * @returns whether anything differed
 */
export async function updateRow(
  tx: Tx,
  resource: AnyResource,
  row: Stamped,
  values: Values,
  event = 'updated',
  said: Values = {},
) {
  const changed = difference(row as unknown as Values, values)
  if (!changed) return false
  const checked = checkPointers(tx, resource, changed.after)
  const names = Object.keys(changed.after)
  const assignments = names.map((name) => sql`${sql.ref(name)} = ${values[name] ?? null}`)
  tx.send(
    sql`update ${sql.table(resource.table)} set ${sql.join(assignments)}, ${stampUpdate(tx)} where id = ${row.id}`,
  )
  await checked
  tx.record({
    event: `${resource.kind}.${event}`,
    kind: resource.kind,
    id: row.id,
    before: changed.before,
    after: { ...changed.after, ...said },
  })
  return true
}

/** Soft: the row stays, no read shows it. */
export const deleteRow = (tx: Tx, resource: AnyResource, row: Stamped) => markDeleted(tx, resource, row, true)

export const restoreRow = (tx: Tx, resource: AnyResource, row: Stamped) =>
  markDeleted(tx, resource, row, false)

async function markDeleted(tx: Tx, { table, kind }: AnyResource, row: Stamped, deleted: boolean) {
  const at = deleted ? sql`app.now()` : sql`null`
  await tx.run(
    sql`update ${sql.table(table)} set deleted_at = ${at}, ${stampUpdate(tx)} where id = ${row.id}`,
  )
  const event = `${kind}.${deleted ? 'deleted' : 'restored'}`
  tx.record({ event, kind, id: row.id, before: { deleted: !deleted }, after: { deleted } })
}

const stampUpdate = (tx: Tx) => sql`version = version + 1, updated_at = app.now(), updated_by = ${userId(tx)}`

export const userId = (tx: ReadTx) => (tx.ctx.actor.kind === 'user' ? tx.ctx.actor.id : null)
