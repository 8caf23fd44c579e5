import { defineModule } from '../../platform/module.ts'
import { alertEvents } from './alerts/alert.events.ts'
import { sweepAlerts } from './alerts/alert.jobs.ts'
import { alerts } from './alerts/alert.schema.ts'
import { clients } from './clients/client.schema.ts'
import { resolveAlertsOfIncident } from './incidents/noc-incident.service.ts'
import { integrationEvents } from './integrations/integration.events.ts'
import { integrations } from './integrations/integration.schema.ts'
import { nocPermissions } from './noc.permissions.ts'
import { nocRoutes } from './noc.routes.ts'
import { silenceEvents } from './silences/silence.events.ts'
import { sites } from './sites/site.schema.ts'

export const noc = defineModule({
  name: 'noc',
  permissions: nocPermissions,
  routes: nocRoutes,
  events: [alertEvents, silenceEvents, integrationEvents],
  resources: [clients, sites, integrations, alerts],
  subscribers: { 'incident.resolved': resolveAlertsOfIncident },
  jobs: { 'alerts.sweep': { cron: '* * * * *', run: sweepAlerts } },
})

export { performOnAlert } from './alerts/alert.service.ts'
