import { defineModule } from '../../platform/module.ts'
import { incidentComments } from './comment.schema.ts'
import { incidentPermissions } from './incident.permissions.ts'
import { incidentRoutes } from './incident.routes.ts'
import { incidents } from './incident.schema.ts'

export const incidentsModule = defineModule({
  name: 'incidents',
  permissions: incidentPermissions,
  routes: incidentRoutes,
  resources: [incidents, incidentComments],
})

export { incidentLifecycle } from './incident.lifecycle.ts'
export { incidents } from './incident.schema.ts'
export { openIncident, performOnIncident } from './incident.service.ts'
