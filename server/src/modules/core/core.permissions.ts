import type { PermissionCatalogue } from '../../platform/module.ts'

/** The built-in roles. What each may do is declared beside the noun it concerns. */
export const ROLES = {
  administrator: 'Administrator',
  manager: 'Manager',
  agent: 'Agent',
  end_user: 'End user',
  change_manager: 'Change manager',
  problem_manager: 'Problem manager',
  asset_manager: 'Asset manager',
  noc_operator: 'NOC operator',
  auditor: 'Auditor',
} as const

export type RoleKey = keyof typeof ROLES
export const ROLE_KEYS = Object.keys(ROLES) as RoleKey[]
/** What a superuser is in an organization that they entered. */
export const VISITOR_ROLE: RoleKey = 'administrator'

const STAFF = ROLE_KEYS.filter((role) => role !== 'end_user')

export const corePermissions = {
  'people.view': { title: 'See people, teams and departments', roles: STAFF },
  'people.manage': { title: 'Create and change people, teams and departments', roles: ['administrator'] },
  'people.view_as': {
    title: 'See the product as somebody else does, without changing anything',
    roles: ['administrator'],
  },
  'roles.grant': {
    title: 'Give and take roles, allow and deny single permissions',
    roles: ['administrator'],
  },
  'roles.manage': { title: 'Make and change roles of the organization’s own', roles: ['administrator'] },
  'pii:view': {
    title: 'See e-mail addresses and phone numbers of people',
    roles: ['administrator', 'manager', 'agent', 'change_manager', 'problem_manager', 'asset_manager'],
  },
  'organizations.view': { title: 'See the organization', roles: STAFF },
  'organizations.manage': { title: 'Change the organization and its parts', roles: ['administrator'] },
  'metrics.view': { title: 'Read the metrics from other machines', roles: ['administrator', 'auditor'] },
  'records.restore': { title: 'Restore deleted records', roles: ['administrator'] },
  'platform.operate': {
    title: 'Make, list and enter organizations: the superusers of the installation',
    roles: [],
  },
} satisfies PermissionCatalogue
