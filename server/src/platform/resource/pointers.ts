import { sql } from 'kysely'
import { unknownReference } from '../errors.ts'
import type { Reference } from '../http/schema.ts'
import { sharedWithin } from '../list/limit.ts'
import type { ReadTx } from '../unit-of-work.ts'
import type { AnyResource } from './resource.ts'

type Pointing = Pick<AnyResource, 'pointers' | 'limit' | 'limitedPointers'>
type PointingRow<Name extends string> = Record<`${Name}_id`, number | null> & LabelColumns<Name>
export type LabelColumns<Name extends string> = Record<`${Name}_name`, string | null>

/**
 * The records that a noun points to by `<name>_id`, each shown as `{ id, name }`.
 * @param labels where each name is found, `table.column`
 * @returns what a source needs (columns, some), what `present` needs (show) and what the resource carries (tables)
 */
export function pointers<const Name extends string>(labels: Record<Name, `${string}.${string}`>) {
  const names = Object.keys(labels) as Name[]
  const labelOf = (name: Name) => labels[name].split('.') as [table: string, column: string]
  // Read for the rows that are shown, not joined: a count, and a record that points to nothing, pay for none of them.
  const column = (name: Name) => {
    const [table, label] = labelOf(name)
    return sql`(select l.${sql.ref(label)} from ${sql.table(table)} l where l.id = ${sql.ref(`t.${name}_id`)}) as ${sql.ref(`${name}_name`)}`
  }
  /** These columns of the noun alone, and the labels of the pointers among them: what a list needs of a wide table. */
  const some = (stored: readonly string[]) =>
    sql.join([
      ...stored.map((field) => sql.ref(`t.${field}`)),
      ...names.filter((name) => stored.includes(`${name}_id`)).map(column),
    ])
  const keys = names.map((name) => [name, `${name}_id`, `${name}_name`] as const)
  const show = (row: PointingRow<Name>) => {
    const shown: Record<string, Reference | null> = {}
    for (const [name, idKey, labelKey] of keys) {
      const id = row[idKey] as number | null
      shown[name] = id === null ? null : { id, name: (row[labelKey] as string | null) ?? '' }
    }
    return shown as Record<Name, Reference | null>
  }
  const tables = Object.fromEntries(names.map((name) => [`${name}_id`, labelOf(name)[0]]))
  return { columns: sql.join(names.map(column)), some, show, tables }
}

/**
 * Refuses values that point to a deleted record, one of another tenant, one beyond the caller's limit or none at all: 422 that names the field.
 * One query for all of them. A record deleted while this runs is not seen: it ends like one deleted just after.
 */
export async function checkPointers(
  tx: ReadTx,
  { pointers = {}, limit, limitedPointers = [] }: Pointing,
  values: Record<string, unknown>,
) {
  const set = Object.entries(pointers).filter(([field]) => (values[field] ?? null) !== null)
  if (set.length === 0) return
  const looks = set.map(
    ([field, table]) => sql`select ${field}::text as field
      where not exists (select from ${sql.table(table)} where id = ${values[field]}::bigint and deleted_at is null
        and ${limit && limitedPointers.includes(field) ? sharedWithin(limit, tx.ctx) : sql`true`})`,
  )
  const [dead] = await tx.all(sql<{ field: string }>`${sql.join(looks, sql` union all `)}`)
  if (dead) throw unknownReference(dead.field)
}
