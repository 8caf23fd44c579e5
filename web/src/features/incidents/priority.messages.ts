import { messages } from '../../lib/i18n/messages.ts'

export const reasonTexts = messages('incidents.reason', {
  why: 'Why this priority',
  impact: 'Impact {from} → {to}: {because}',
  urgency: 'Urgency {from} → {to}: {because}',
  item: 'the item is of {input} criticality',
  users: '{input} people are affected',
  vip: 'the requester is a VIP',
  matrix: '{impact} impact, {urgency} urgency: P{priority} by the matrix',
  override: 'Set by hand from P{from} to P{to}',
  overrideBecause: 'Set by hand from P{from} to P{to}: {reason}',
  unknown: '{rule}: {to}',
})
