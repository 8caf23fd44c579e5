import type { PermissionCatalogue } from '../../platform/module.ts'

export const cmdbPermissions = {
  'cmdb.view': {
    title: 'See configuration items',
    roles: [
      'administrator',
      'manager',
      'agent',
      'change_manager',
      'problem_manager',
      'asset_manager',
      'noc_operator',
      'auditor',
    ],
  },
  'cmdb.manage': {
    title: 'Create and change configuration items',
    roles: ['administrator', 'asset_manager', 'change_manager'],
  },
} satisfies PermissionCatalogue
