import type { PermissionCatalogue } from '../../platform/module.ts'

export const auditPermissions = {
  'audit.view': {
    title: 'Read the audit trail: what was changed, and what was read',
    roles: ['administrator', 'auditor'],
  },
  'noc:audit': {
    title: 'Read the audit trail of the watch',
    roles: ['administrator', 'manager', 'auditor'],
  },
  'people.erase': { title: 'Erase deleted people for good', roles: ['administrator'] },
} satisfies PermissionCatalogue

/** What only the product writes is seen by whoever may read the trail; there are no routes for the rest. */
export const readByAuditors = {
  view: 'audit.view',
  create: 'audit.view',
  update: 'audit.view',
  delete: 'audit.view',
  restore: 'audit.view',
}
