import type { App } from '../../platform/http/app.ts'
import { getRoute, listRoute } from '../../platform/resource/routes.ts'
import { recordReads } from './access-logs/access-log.routes.ts'
import { accessLogs } from './access-logs/access-log.schema.ts'
import { auditLogs } from './audit-logs/audit-log.schema.ts'
import { complianceLogs } from './compliance-logs/compliance-log.schema.ts'
import { erasureRoutes } from './erasure/erasure.routes.ts'
import { seenByTheWatch } from './noc-audit.queries.ts'

export function auditRoutes(app: App) {
  recordReads(app)
  const trails = [auditLogs, accessLogs]
  for (const resource of [...trails, ...trails.map(seenByTheWatch), complianceLogs]) {
    listRoute(app, resource)
    getRoute(app, resource)
  }
  erasureRoutes(app)
}
