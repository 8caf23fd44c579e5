import { sql } from 'kysely'
import type { Reference } from '../http/schema.ts'

type PointingRow<Name extends string> = Record<`${Name}_id`, number | null> & LabelColumns<Name>
export type LabelColumns<Name extends string> = Record<`${Name}_name`, string | null>

/**
 * The records that a noun points to by `<name>_id`, each shown as `{ id, name }`.
 * @param labels where each name is found, `table.column`
 * @returns what a source needs (columns, joins) and what `present` needs (show)
 */
export function pointers<const Name extends string>(labels: Record<Name, `${string}.${string}`>) {
  const names = Object.keys(labels) as Name[]
  const labelOf = (name: Name) => labels[name].split('.') as [table: string, column: string]
  const columns = names.map(
    (name) => sql`${sql.ref(`${name}.${labelOf(name)[1]}`)} as ${sql.ref(`${name}_name`)}`,
  )
  const joins = names.map(
    (name) => sql`left join ${sql.table(labelOf(name)[0])} ${sql.ref(name)}
      on ${sql.ref(`${name}.organization_id`)} = t.organization_id and ${sql.ref(`${name}.id`)} = ${sql.ref(`t.${name}_id`)}`,
  )
  const show = (row: PointingRow<Name>) =>
    Object.fromEntries(
      names.map((name) => {
        const id = row[`${name}_id`]
        return [name, id === null ? null : { id, name: row[`${name}_name`] ?? '' }]
      }),
    ) as Record<Name, Reference | null>
  return { columns: sql.join(columns), joins: sql.join(joins, sql` `), show }
}
