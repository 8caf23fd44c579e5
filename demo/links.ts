import type { Demo } from './folder.ts'

/** A page of the web app and the list or record of the API that it shows. */
export interface Link {
  title: string
  page: string
  api: string
}

const console_ = (title: string, query: string): Link => ({
  title,
  page: `/noc/alerts?${query}`,
  api: `/api/noc/alerts/?${query}`,
})
const queue = (title: string, query: string): Link => ({
  title,
  page: `/incidents?${query}`,
  // The page's word for every status; the API wants none.
  api: `/api/v1/incidents/?${query.replace(/&?status=all/, '')}`,
})

/** What is worth a look in any demo. */
export function linksOf({ majorIncidentId, clients, teams }: Demo): Link[] {
  return [
    console_('Alerts that nobody has acknowledged', 'workflow=open'),
    console_(
      'Alerts of Hansekontor Logistik',
      `client_id=${clients.HKL}&workflow__in=open,acknowledged,resolved`,
    ),
    {
      title: 'The major incident that goes on, with its children',
      page: `/incidents/${majorIncidentId}`,
      api: `/api/v1/incidents/${majorIncidentId}/`,
    },
    queue('What is urgent: priority 1 and 2', 'priority__in=1,2&status=all'),
    {
      title: 'The priority matrix and the rules',
      page: '/settings/incidents',
      api: '/api/v1/priority-matrix/',
    },
    queue('Incidents on hold', 'status=on_hold'),
    queue('What Netzbetrieb works on', `team_id=${teams.network}`),
    queue('The year of Klinikum Sankt Vinzenz', `client_id=${clients.KSV}&status=all`),
    queue('Everything about printers', 'search=Drucker&status=all'),
  ]
}

/** The alerts of one source since a time: what a scenario has just sent. */
export const stormLink = (integrationId: number, since: Date): Link =>
  console_('The storm', `integration_id=${integrationId}&starts_at__gte=${since.toISOString()}`)
