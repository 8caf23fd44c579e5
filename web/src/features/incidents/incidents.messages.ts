import { messages } from '../../lib/i18n/messages.ts'

export const texts = messages('incidents', {
  incidents: 'Incidents',
  incident: 'Incident {id, number}',
  newIncident: 'New incident',
  none: 'No incidents',
})
