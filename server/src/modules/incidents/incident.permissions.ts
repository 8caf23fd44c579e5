import { sql } from 'kysely'
import { type Context, can } from '../../platform/context.ts'
import type { Predicate } from '../../platform/list/filters.ts'
import { anyOf, type Limit, limitedTo, waysWithin } from '../../platform/list/limit.ts'
import type { Lookup } from '../../platform/list/list.ts'
import type { PermissionCatalogue } from '../../platform/module.ts'
import type { PersonalData } from '../../platform/resource/personal.ts'
import { clientLimit } from '../core/index.ts'
import type { IncidentAction } from './incident.lifecycle.ts'

const WORKERS = [
  'administrator',
  'manager',
  'agent',
  'noc_operator',
  'problem_manager',
  'change_manager',
] as const
const READERS = [...WORKERS, 'asset_manager', 'auditor'] as const
const EVERYONE = [...READERS, 'end_user'] as const

export const incidentPermissions = {
  'incidents.view': { title: 'See incidents: all, or the own ones', roles: EVERYONE },
  'incidents.view_all': { title: 'See the incidents of everybody', roles: READERS },
  'incidents.create': { title: 'Report incidents', roles: [...WORKERS, 'asset_manager', 'end_user'] },
  'incidents.update': { title: 'Change the fields of incidents', roles: WORKERS },
  'incidents.delete': { title: 'Delete incidents', roles: ['administrator'] },
  'incidents.work': { title: 'Acknowledge, hold and resume', roles: WORKERS },
  'incidents.assign': { title: 'Assign incidents', roles: WORKERS },
  'incidents.escalate': { title: 'Escalate incidents', roles: WORKERS },
  'incidents.override_priority': {
    title: 'Set the priority by hand, and give it back to the matrix',
    roles: ['administrator', 'manager'],
  },
  'incidents.decide_major': {
    title: 'Accept, reject and plan major incidents',
    roles: ['administrator', 'manager'],
  },
  'incidents.resolve': { title: 'Resolve incidents', roles: WORKERS },
  'incidents.close': { title: 'Close resolved incidents', roles: [...WORKERS, 'end_user'] },
  'incidents.reopen': { title: 'Reopen resolved incidents', roles: [...WORKERS, 'end_user'] },
  'incidents.cancel': { title: 'Cancel incidents', roles: [...WORKERS, 'end_user'] },
  'incidents.amend': { title: 'Put closed and cancelled incidents right', roles: ['administrator'] },
  'incidents.configure': {
    title: 'Set the priority matrix and when resolved incidents close by themselves',
    roles: ['administrator'],
  },
  'incidents.comment': { title: 'Comment on incidents', roles: [...WORKERS, 'asset_manager', 'end_user'] },
  'incidents.read_internal': { title: 'Read and write internal notes', roles: READERS },
} satisfies PermissionCatalogue

/** What somebody is limited to: of these clients, or in the hands of these teams. */
export const workLimit: Limit = { ...clientLimit, or: { field: 'team_id', ids: ({ teamIds }) => teamIds } }
export const withinLimits = limitedTo(workLimit, 't.client_id')

/**
 * The ways to come to see an incident, each served by an index: as who reported it, within the clients and teams one is
 * limited to; none: all are seen.
 */
function waysToSee(ctx: Context): Predicate[] {
  const own = can(ctx, 'incidents.view_all')
    ? []
    : [sql<boolean>`t.requester_id = ${me(ctx)}`, sql<boolean>`t.created_by = ${me(ctx)}`]
  const within = waysWithin(workLimit, 't.client_id', ctx)
  if (own.length === 0 || within.length === 0) return [...own, ...within]
  return own.flatMap((mine) => within.map((way) => sql<boolean>`${mine} and ${way}`))
}

/** Row visibility: everybody's, or what I reported; within the clients and teams I am limited to. */
export function visibleIncidents(ctx: Context): Predicate | undefined {
  const ways = waysToSee(ctx)
  return ways.length > 0 ? anyOf(ways) : undefined
}

/** Of what points to an incident: that it points to a visible one, which a deleted one is to nobody. */
export function ofVisibleIncidents(ctx: Context, lookup?: Lookup, pointer = 't.incident_id'): Predicate {
  const ways = waysToSee(ctx)
  const points = sql.ref(pointer)
  // Who sees all of them looks through the deleted ones, which are few, once.
  if (ways.length === 0)
    return sql`(${points} in (select id from incidents where deleted_at is not null)) is not true`
  const seen = (way: Predicate) => sql`select t.id from incidents t where t.deleted_at is null and ${way}`
  return lookup === 'once'
    ? sql`(${points} in (${sql.join(ways.map(seen), sql` union all `)})) is true`
    : sql`${points} in (${seen(anyOf(ways))})`
}

/** In an incident's texts either may stand; who reported it, and sees nobody else's, reads what was written to them. */
export const personalTexts = <const Field extends string>(...fields: Field[]): PersonalData => ({
  fields: Object.fromEntries(fields.map((field) => [field, 'text'])),
  shownTo: (ctx) => !can(ctx, 'incidents.view_all'),
})

/** Who only sees their own may take back what nobody has begun, and answer a resolution. */
export function mayPerform(ctx: Context, action: IncidentAction, status: string) {
  if (can(ctx, 'incidents.view_all')) return true
  return action === 'cancel' ? status === 'new' : true
}

const me = (ctx: Context) => (ctx.actor.kind === 'user' ? ctx.actor.id : null)
