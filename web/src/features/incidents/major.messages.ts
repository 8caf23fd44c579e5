import { messages } from '../../lib/i18n/messages.ts'

export const majorTexts = messages('incidents.majorIncident', {
  accepted: 'Major incident',
  proposed: 'Proposed as a major incident',
  rejected: 'Not a major incident',
  byRule: 'By rule: it is open and of priority 1.',
  commander: 'Commander',
  bridge: 'Bridge',
  join: 'Join the bridge',
  audience: 'Audience',
  nextUpdate: 'Next update',
  lastUpdate: 'Last update',
  overdue: 'Overdue,',
  cadence: 'every {minutes, plural, one {minute} other {# minutes}}',
  review: 'Post-incident review',
  reviewDue: 'It is resolved: the post-incident review is due.',
})
