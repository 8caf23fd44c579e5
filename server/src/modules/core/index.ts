import { ensureLedgerPartitions } from '../../platform/ledger/partitions.ts'
import { defineModule } from '../../platform/module.ts'
import { corePermissions } from './core.permissions.ts'
import { coreRoutes } from './core.routes.ts'
import { departments } from './departments/department.ts'
import { organizations } from './organizations/organization.ts'
import { teams } from './teams/team.ts'
import { userRoles } from './user-roles/user-role.ts'
import { users } from './users/user.ts'

export const core = defineModule({
  name: 'core',
  permissions: corePermissions,
  routes: coreRoutes,
  resources: [organizations, departments, teams, users, userRoles],
  jobs: { 'ledger.ensure-partitions': { cron: '17 3 * * *', run: ensureLedgerPartitions } },
})

export { type Auth, createAuth } from './auth/auth.ts'
export { createTenant, hasAnyone } from './organizations/tenant.ts'
