import type { PermissionCatalogue } from '../../platform/module.ts'

const OPERATORS = ['administrator', 'manager', 'agent', 'noc_operator'] as const

export const nocPermissions = {
  'noc:view': {
    title: 'See alerts, clients and sites',
    roles: [...OPERATORS, 'auditor', 'change_manager', 'problem_manager'],
  },
  'noc:ack': { title: 'Acknowledge, assign and resolve alerts, open incidents from them', roles: OPERATORS },
  'noc:escalate': { title: 'Escalate alerts', roles: OPERATORS },
  'noc:configure': { title: 'Set up clients, sites and integrations', roles: ['administrator'] },
} satisfies PermissionCatalogue

/** Whatever is read of the watch is recorded. */
export const EVERY_READ = ['list', 'read', 'subscribe'] as const

/** Who may do what with the nouns that an administrator sets up. */
export const configured = {
  view: 'noc:view',
  create: 'noc:configure',
  update: 'noc:configure',
  delete: 'noc:configure',
  restore: 'records.restore',
}
