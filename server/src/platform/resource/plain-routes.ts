import type { TObject } from 'typebox'
import type { App } from '../http/app.ts'
import { deleteRoutes } from './delete-routes.ts'
import type { AnyResource } from './resource.ts'
import { createRoute, getRoute, listRoute, type Update, updateRoutes } from './routes.ts'

/** All the routes of a noun that needs nothing of its own but its update, perhaps. @param body what POST and PUT take whole and PATCH in part */
export function plainRoutes(app: App, resource: AnyResource, body: TObject, update?: Update) {
  listRoute(app, resource)
  getRoute(app, resource)
  createRoute(app, resource, body)
  updateRoutes(app, resource, body, update)
  deleteRoutes(app, resource)
}
