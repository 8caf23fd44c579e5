import { defineModule } from '../../platform/module.ts'
import { attachmentEvents } from './attachments/attachment.events.ts'
import { incidentAttachments } from './attachments/attachment.schema.ts'
import { commentEvents } from './comments/comment.events.ts'
import { incidentComments } from './comments/comment.schema.ts'
import { followUpEvents } from './follow-up/follow-up.events.ts'
import { incidentEvents } from './incident.events.ts'
import { sweepIncidents } from './incident.jobs.ts'
import { incidentPermissions } from './incident.permissions.ts'
import { incidentRoutes } from './incident.routes.ts'
import { incidents } from './incident.schema.ts'
import { linkEvents } from './links/incident-link.events.ts'
import { incidentLinks } from './links/incident-link.schema.ts'
import { incidentMetrics } from './metrics/metric.schema.ts'
import { metricSubscribers } from './metrics/metric.service.ts'
import { priorityMatrixEvents } from './priority/priority-matrix.events.ts'
import { incidentSettingsEvents } from './settings/incident-settings.events.ts'
import { workaroundEvents } from './workarounds/workaround.events.ts'
import { incidentWorkarounds } from './workarounds/workaround.schema.ts'

export const incidentsModule = defineModule({
  name: 'incidents',
  permissions: incidentPermissions,
  routes: incidentRoutes,
  events: [
    incidentEvents,
    commentEvents,
    attachmentEvents,
    linkEvents,
    workaroundEvents,
    followUpEvents,
    priorityMatrixEvents,
    incidentSettingsEvents,
  ],
  resources: [
    incidents,
    incidentComments,
    incidentLinks,
    incidentAttachments,
    incidentWorkarounds,
    incidentMetrics,
  ],
  subscribers: metricSubscribers,
  jobs: { 'incidents.sweep': { cron: '* * * * *', run: sweepIncidents } },
})

export { incidentLifecycle } from './incident.lifecycle.ts'
export { type IncidentInput, incidents } from './incident.schema.ts'
export { openIncident, performOnIncident } from './incident.service.ts'
