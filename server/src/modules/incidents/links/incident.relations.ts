import { type RawBuilder, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { type Context, can } from '../../../platform/context.ts'
import { Id, Nullable } from '../../../platform/http/schema.ts'
import { OPEN_CATEGORIES } from '../../../platform/lifecycle/lifecycle.ts'
import { visibleIncidents } from '../incident.permissions.ts'

const Relative = Type.Object({
  id: Id,
  number: Type.String(),
  title: Type.String(),
  status: Type.String(),
  is_open: Type.Boolean(),
})
const Link = Type.Object({
  id: Id,
  type: Type.String(),
  is_incoming: Type.Boolean({
    description: 'The link starts at the other incident: that one is a duplicate of this',
  }),
  incident: Nullable(Relative),
  change_reference: Nullable(Type.String()),
  problem_reference: Nullable(Type.String()),
})

/** What an incident shows of those that belong to it, as far as the caller may see them; the newest hundred of each. */
export const relations = {
  children: Type.Array(Relative),
  links: Type.Array(Link, { description: 'In both directions; all of them at /api/v1/incident-links/' }),
}
export type Relations = { [Name in keyof typeof relations]: Static<(typeof relations)[Name]> }

/** The incident as its relatives show it; null for who may not see it. */
const relative = (ctx: Context, id: string) =>
  sql`(select jsonb_build_object('id', t.id, 'number', t.number, 'title', t.title, 'status', t.status,
      'is_open', t.status_category in (${sql.join(OPEN_CATEGORIES.map((category) => sql.lit(category)))}))
    from incidents t
    where t.id = ${sql.ref(id)} and t.deleted_at is null and ${visibleIncidents(ctx) ?? sql`true`})`

export const relationColumns = (ctx: Context): RawBuilder<unknown> => sql`
  (select coalesce(jsonb_agg(shown order by id), '[]') from (
    select c.id, ${relative(ctx, 'c.id')} as shown
    from (select id from incidents where parent_id = t.id and deleted_at is null order by id desc limit 100) c) c
    where shown is not null) as children,
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'type', type, 'is_incoming', is_incoming, 'incident', incident,
      'change_reference', change_reference, 'problem_reference', problem_reference) order by id), '[]') from (
    select l.*, ${relative(ctx, 'l.other_id')} as incident from (
      select l.id, l.type, l.linked_incident_id is not distinct from t.id as is_incoming, l.change_reference, l.problem_reference,
        case when l.linked_incident_id = t.id then l.incident_id else l.linked_incident_id end as other_id
      from incident_links l where (l.incident_id = t.id or l.linked_incident_id = t.id) and l.deleted_at is null
      order by l.id desc limit 100) l) l
    where incident is not null or (other_id is null and ${sql.lit(can(ctx, 'incidents.view_all'))})) as links`
