import type { App } from '../../platform/http/app.ts'
import { plainRoutes } from '../../platform/resource/plain-routes.ts'
import { alertRoutes } from './alerts/alert.routes.ts'
import { ClientInput, clients } from './clients/client.schema.ts'
import { nocIncidentRoutes } from './incidents/noc-incident.routes.ts'
import { ingestRoutes } from './ingest/ingest.routes.ts'
import { integrationRoutes } from './integrations/integration.routes.ts'
import { liveRoutes } from './live/live.routes.ts'
import { SiteInput, sites } from './sites/site.schema.ts'

export function nocRoutes(app: App) {
  plainRoutes(app, clients, ClientInput)
  plainRoutes(app, sites, SiteInput)
  integrationRoutes(app)
  alertRoutes(app)
  nocIncidentRoutes(app)
  ingestRoutes(app)
  liveRoutes(app)
}
