import { defineModule } from '../../platform/module.ts'
import { accessLogs } from './access-logs/access-log.schema.ts'
import { verifyTrails } from './audit.jobs.ts'
import { auditPermissions } from './audit.permissions.ts'
import { auditRoutes } from './audit.routes.ts'
import { auditLogs } from './audit-logs/audit-log.schema.ts'
import { ledgerEvents } from './chain/chain.events.ts'
import { complianceSubscribers } from './compliance-logs/compliance.controls.ts'
import { complianceLogs } from './compliance-logs/compliance-log.schema.ts'
import { erasureEvents } from './erasure/erasure.events.ts'

export const audit = defineModule({
  name: 'audit',
  permissions: auditPermissions,
  routes: auditRoutes,
  events: [ledgerEvents, erasureEvents],
  resources: [auditLogs, accessLogs, complianceLogs],
  subscribers: complianceSubscribers,
  jobs: { 'audit.verify': { cron: '47 2 * * *', run: verifyTrails } },
})

export { createAccessRecorder } from './access-logs/access.recorder.ts'
export { describeFinding, verifyAudit } from './audit.verification.ts'
export { publicKeyOf, readHeads, signingKey } from './heads/head.file.ts'
export { startHeadSigning } from './heads/head.signing.ts'
