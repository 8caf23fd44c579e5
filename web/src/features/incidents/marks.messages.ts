import { messages } from '../../lib/i18n/messages.ts'

export const markTexts = messages('incidents.marks', {
  major: 'Major',
  majorProposed: 'Major?',
  reviewDue: 'Review due',
  vip: 'VIP',
  escalatedShort: 'Escalated',
  escalated: 'Escalated {level, plural, one {once} other {# times}}',
  byHand: 'Priority set by hand',
})
