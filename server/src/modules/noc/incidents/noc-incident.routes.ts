import { Type } from 'typebox'
import type { App } from '../../../platform/http/app.ts'
import { Closed, Id, Text } from '../../../platform/http/schema.ts'
import { actionRoutes } from '../../../platform/lifecycle/action-routes.ts'
import { createRoute, getRoute, listRoute } from '../../../platform/resource/routes.ts'
import { incidentLifecycle, incidents, performOnIncident } from '../../incidents/index.ts'
import { EVERY_READ } from '../noc.permissions.ts'
import { openIncidentFromAlerts } from './noc-incident.service.ts'

const Level = Type.Integer({ minimum: 1, maximum: 3 })
const IncidentFromAlerts = Closed({
  alert_ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
  title: Type.Optional(Text(255)),
  impact: Type.Optional(Level),
  urgency: Type.Optional(Level),
})

/** The same incidents as the desk's, reached with the capabilities of the watch. */
const watched = {
  ...incidents,
  path: '/api/noc/incidents',
  tag: 'NOC incidents',
  recordedReads: EVERY_READ,
  permissions: { ...incidents.permissions, view: 'noc:view', create: 'noc:ack' },
}
const { assign, resolve } = incidentLifecycle.actions
const lifecycle = {
  ...incidentLifecycle,
  actions: {
    ...incidentLifecycle.actions,
    assign: { ...assign, permission: 'noc:ack' },
    resolve: { ...resolve, permission: 'noc:ack' },
  },
}

export function nocIncidentRoutes(app: App) {
  listRoute(app, watched)
  getRoute(app, watched)
  createRoute(app, watched, IncidentFromAlerts, openIncidentFromAlerts)
  actionRoutes(app, watched, lifecycle, performOnIncident, watched.path, ['assign', 'resolve'])
}
