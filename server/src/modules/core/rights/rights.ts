import { catalogue } from '../../../platform/module.ts'

/** What the database knows of somebody's rights; what is over is left out. */
export interface Holdings {
  is_superuser: boolean
  grants: Grant[]
  exceptions: Exception[]
  client_ids: number[]
}

/** A role that somebody has. `permissions` is null of a built-in role: the code says what it may do. */
interface Grant {
  role: string
  permissions: string[] | null
  scope: 'organization' | 'team' | 'client'
  scope_id: number | null
  from: string | null
  until: string | null
}

interface Exception {
  permission: string
  effect: 'allow' | 'deny'
  until: string | null
}

/** What somebody may do, and where: both limits are null, or both are lists. */
export interface Rights {
  roles: string[]
  permissions: ReadonlySet<string>
  clientIds: number[] | null
  teamIds: number[] | null
  /** When a grant begins or ends next, in epoch milliseconds. */
  changesAt: number
}

/** What built-in roles may do. */
export function permissionsOf(roles: readonly string[]): ReadonlySet<string> {
  const held = Object.entries(catalogue).filter(([, { roles: holders }]) =>
    holders.some((role) => roles.includes(role)),
  )
  return new Set(held.map(([name]) => name))
}

/** Is it one that can be given? Those that no role holds are the superusers'. */
export const isGrantable = (permission: string) => (catalogue[permission]?.roles.length ?? 0) > 0

/** What a role gives; what the product no longer knows gives nothing. */
export const permissionsIn = ({ role, permissions }: Pick<Grant, 'role' | 'permissions'>) =>
  permissions?.filter((permission) => permission in catalogue) ?? [...permissionsOf([role])]

const isWide = ({ scope }: Grant) => scope === 'organization'

/** Roles and what is allowed besides, less what is denied. */
export function rightsAt(holdings: Holdings, now: number): Rights {
  const { is_superuser, exceptions, client_ids } = holdings
  const grants = holdings.grants.filter(({ from }) => from === null || Date.parse(from) <= now)
  const named = (effect: string) =>
    exceptions.filter((one) => one.effect === effect).map((one) => one.permission)
  const denied = new Set(named('deny'))
  const held = (names: string[]) => new Set(names.filter((name) => !denied.has(name)))
  const everywhere = is_superuser
    ? Object.keys(catalogue)
    : [...grants.filter(isWide).flatMap(permissionsIn), ...named('allow')]
  const wide = held(everywhere)
  const permissions = held([...everywhere, ...grants.flatMap(permissionsIn)])
  return {
    roles: [...new Set(grants.map(({ role }) => role))].sort(),
    permissions,
    ...limitsOf(permissions.size > wide.size ? grants : null, client_ids),
    changesAt: nextChange(holdings, now),
  }
}

/**
 * One limit holds for everything that somebody does: where a right is held for teams or clients only, they see no more
 * than these. So no right reaches beyond its scope by way of another.
 * @param scoped null where the scoped grants add nothing to what is held everywhere
 */
function limitsOf(scoped: Grant[] | null, clientIds: number[]) {
  const isFree = clientIds.length === 0
  if (!scoped) return isFree ? { clientIds: null, teamIds: null } : { clientIds, teamIds: [] }
  const of = (scope: string) =>
    scoped.flatMap((grant) => (grant.scope === scope ? (grant.scope_id ?? []) : []))
  if (isFree) return { clientIds: of('client'), teamIds: of('team') }
  return { clientIds: of('client').filter((id) => clientIds.includes(id)), teamIds: [] }
}

function nextChange({ grants, exceptions }: Holdings, now: number) {
  const bounds = [
    ...grants.flatMap(({ from, until }) => [from, until]),
    ...exceptions.map(({ until }) => until),
  ]
  const ahead = bounds.flatMap((bound) => (bound && Date.parse(bound) > now ? Date.parse(bound) : []))
  return Math.min(...ahead, Number.POSITIVE_INFINITY)
}

/** What somebody comes to hold as time goes by if nobody changes anything: grants that begin, denials that end. */
export function rightsEver(held: Holdings): Rights {
  const exceptions = held.exceptions.filter(({ effect, until }) => effect === 'allow' || until === null)
  return rightsAt({ ...held, exceptions }, Number.POSITIVE_INFINITY)
}
