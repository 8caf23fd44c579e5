import type { App } from '../../../platform/http/app.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import { createRoute, getRoute, listRoute, updateRoutes } from '../../../platform/resource/routes.ts'
import { incidentLinks, LinkInput, LinkUpdate } from './incident-link.schema.ts'
import { createLink, deleteLink } from './incident-link.service.ts'

/** A link's ends and type are what it is: only its note is changed; who erred deletes it and makes another. */
export function linkRoutes(app: App) {
  listRoute(app, incidentLinks)
  getRoute(app, incidentLinks)
  createRoute(app, incidentLinks, LinkInput, createLink)
  updateRoutes(app, incidentLinks, LinkUpdate)
  deleteRoutes(app, incidentLinks, deleteLink)
}
