import { messages } from '../../lib/i18n/messages.ts'

export const metricTexts = messages('incidents.metrics', {
  title: 'How long it took',
  acknowledged: 'To acknowledge',
  assigned: 'To assign',
  firstResponse: 'To first reply',
  resolved: 'To resolve',
  onHold: 'On hold',
  firstContact: 'First contact',
  yes: 'solved it',
  no: 'did not solve it',
})
