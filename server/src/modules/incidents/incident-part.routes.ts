import type { App } from '../../platform/http/app.ts'
import { getRoute, listRoute } from '../../platform/resource/routes.ts'
import { attachmentRoutes } from './attachments/attachment.routes.ts'
import { incidentMetrics } from './metrics/metric.schema.ts'
import { workaroundRoutes } from './workarounds/workaround.routes.ts'

export function incidentPartRoutes(app: App) {
  attachmentRoutes(app)
  workaroundRoutes(app)
  listRoute(app, incidentMetrics)
  getRoute(app, incidentMetrics)
}
