import { messages } from '../../lib/i18n/messages.ts'

export const texts = messages('noc', {
  alerts: 'Alerts',
  alert: 'Alert {id, number}',
  allQuiet: 'All quiet',
})
