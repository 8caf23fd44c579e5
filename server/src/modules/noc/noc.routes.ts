import type { App } from '../../platform/http/app.ts'
import { deleteRoutes } from '../../platform/resource/delete-routes.ts'
import { createRoute, getRoute, listRoute, updateRoutes } from '../../platform/resource/routes.ts'
import { alertRoutes } from './alerts/alert.routes.ts'
import { ClientInput, clients } from './clients/client.ts'
import { nocIncidentRoutes } from './incidents/noc-incident.routes.ts'
import { ingestRoutes } from './ingest/ingest.routes.ts'
import { integrationRoutes } from './integrations/integration.routes.ts'
import { liveRoutes } from './live/live.routes.ts'
import { SiteInput, sites } from './sites/site.ts'

export function nocRoutes(app: App) {
  for (const [resource, body] of [
    [clients, ClientInput],
    [sites, SiteInput],
  ] as const) {
    listRoute(app, resource)
    getRoute(app, resource)
    createRoute(app, resource, body)
    updateRoutes(app, resource, body)
    deleteRoutes(app, resource)
  }
  integrationRoutes(app)
  alertRoutes(app)
  nocIncidentRoutes(app)
  ingestRoutes(app)
  liveRoutes(app)
}
