import { forgetAllowances } from '../../platform/allowance.jobs.ts'
import { forgetAnswers } from '../../platform/idempotency.jobs.ts'
import { ensureLedgerPartitions } from '../../platform/ledger/partitions.ts'
import { deliverMail, MAIL_JOB } from '../../platform/mail/mailer.ts'
import { defineModule } from '../../platform/module.ts'
import { apiTokenPermissions } from './api-tokens/api-token.permissions.ts'
import { apiTokens } from './api-tokens/api-token.schema.ts'
import { accountEvents } from './auth/account.events.ts'
import { sweepAuth } from './auth/auth.jobs.ts'
import { mailReset, RESET_JOB } from './auth/reset.jobs.ts'
import { sessionEvents } from './auth/session.events.ts'
import { corePermissions } from './core.permissions.ts'
import { coreRoutes } from './core.routes.ts'
import { departments } from './departments/department.schema.ts'
import { organizations } from './organizations/organization.schema.ts'
import { tenantEvents } from './organizations/tenant.events.ts'
import { tenants } from './organizations/tenant.schema.ts'
import { roles } from './roles/role.schema.ts'
import { teamEvents } from './teams/team.events.ts'
import { teams } from './teams/team.schema.ts'
import { userPermissions } from './user-permissions/user-permission.schema.ts'
import { userRoles } from './user-roles/user-role.schema.ts'
import { userEvents } from './users/user.events.ts'
import { users } from './users/user.schema.ts'

export const core = defineModule({
  name: 'core',
  permissions: { ...corePermissions, ...apiTokenPermissions },
  routes: coreRoutes,
  events: [userEvents, accountEvents, teamEvents, sessionEvents, tenantEvents],
  resources: [
    organizations,
    tenants,
    departments,
    teams,
    users,
    roles,
    userRoles,
    userPermissions,
    apiTokens,
  ],
  jobs: {
    'ledger.ensure-partitions': { cron: '17 3 * * *', run: ensureLedgerPartitions },
    [MAIL_JOB]: { run: deliverMail },
    [RESET_JOB]: { run: mailReset },
    'auth.sweep': { cron: '43 * * * *', run: sweepAuth },
    'allowances.forget': { cron: '43 * * * *', run: forgetAllowances },
    'idempotency.forget-answers': { cron: '23 * * * *', run: forgetAnswers },
  },
})

export { type Auth, type AuthSettings, createAuth } from './auth/auth.ts'
export type { RoleKey } from './core.permissions.ts'
export { clientLimit } from './limits.ts'
export { permissionsOf } from './rights/rights.ts'
export { isTeamMember } from './teams/team.service.ts'
