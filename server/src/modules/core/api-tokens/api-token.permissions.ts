import type { PermissionCatalogue } from '../../../platform/module.ts'
import { ROLE_KEYS } from '../core.permissions.ts'

export const apiTokenPermissions = {
  'api_tokens.use': { title: 'Make, see and revoke API tokens of one’s own', roles: ROLE_KEYS },
  'api_tokens.manage': { title: 'See and revoke API tokens of everybody', roles: ['administrator'] },
} satisfies PermissionCatalogue
