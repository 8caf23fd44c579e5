import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../../platform/context.ts'
import type { Predicate } from '../../../platform/list/filters.ts'
import { limitedTo } from '../../../platform/list/limit.ts'
import type { Lookup } from '../../../platform/list/list.ts'
import { clientLimit } from '../../core/index.ts'

/** Where the name of a record is found, by its kind. */
const LABELS: Record<string, `${string}.${string}`> = {
  alert: 'alerts.title',
  client: 'clients.name',
  configuration_item: 'configuration_items.name',
  department: 'departments.name',
  incident: 'incidents.number',
  integration: 'integrations.name',
  organization: 'organizations.name',
  site: 'sites.name',
  team: 'teams.name',
  user: 'users.display_name',
}

/** The name of the record that a row is about, where its kind has one. @param columns of kind and id */
export function subjectLabel(kind: string, id: string): RawBuilder<unknown> {
  const looks = Object.entries(LABELS).map(([known, label]) => {
    const [table = '', column = ''] = label.split('.')
    return sql`when ${sql.lit(known)} then (select ${sql.ref(`r.${column}`)} from ${sql.table(table)} r
      where r.organization_id = t.organization_id and r.id = ${sql.ref(id)})`
  })
  return sql`case ${sql.ref(kind)} ${sql.join(looks, sql` `)} end as subject_label`
}

const CLIENT_OF: Record<string, `${string}.${string}`> = {
  alert: 'alerts.client_id',
  client: 'clients.id',
  incident: 'incidents.client_id',
  site: 'sites.client_id',
}

/** Who is limited to clients reads of the records of these alone; undefined for everybody else. */
export function ofOwnClients(ctx: Context, lookup?: Lookup): Predicate | undefined {
  if (!clientLimit.ids(ctx)) return undefined
  const own = Object.entries(CLIENT_OF).map(([kind, place]) => {
    const [table = '', column = ''] = place.split('.')
    const within = sql`from ${sql.table(table)} r where ${limitedTo(clientLimit, `r.${column}`)(ctx)}`
    const isWithin =
      lookup === 'once'
        ? sql`t.subject_id in (select r.id ${within})`
        : sql`exists (select ${within} and r.organization_id = t.organization_id and r.id = t.subject_id)`
    return sql`t.subject_kind = ${sql.lit(kind)} and ${isWithin}`
  })
  return sql`(${sql.join(own, sql` or `)})`
}
