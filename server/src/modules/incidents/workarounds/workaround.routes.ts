import type { App } from '../../../platform/http/app.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import { createRoute, getRoute, listRoute, updateRoutes } from '../../../platform/resource/routes.ts'
import { incidentWorkarounds, WorkaroundInput, WorkaroundUpdate } from './workaround.schema.ts'
import { addWorkaround, updateWorkaround } from './workaround.service.ts'

export function workaroundRoutes(app: App) {
  listRoute(app, incidentWorkarounds)
  getRoute(app, incidentWorkarounds)
  createRoute(app, incidentWorkarounds, WorkaroundInput, addWorkaround)
  updateRoutes(app, incidentWorkarounds, WorkaroundUpdate, updateWorkaround)
  deleteRoutes(app, incidentWorkarounds)
}
