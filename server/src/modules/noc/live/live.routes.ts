import type { App } from '../../../platform/http/app.ts'
import { changesRoutes } from './changes.routes.ts'
import { acceptSockets } from './socket.ts'
import { streamRoutes } from './stream.routes.ts'

export function liveRoutes(app: App) {
  acceptSockets(app)
  streamRoutes(app)
  changesRoutes(app)
}
