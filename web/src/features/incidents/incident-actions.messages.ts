import { messages } from '../../lib/i18n/messages.ts'

/** The verbs on buttons, by the API's action. */
export const actionWords = messages('incidents.action', {
  acknowledge: 'Acknowledge',
  assign: 'Assign',
  hold: 'Put on hold',
  resume: 'Resume work',
  escalate: 'Escalate',
  resolve: 'Resolve',
  close: 'Close incident',
  reopen: 'Reopen',
  cancel: 'Cancel incident',
})

export const actionTexts = messages('incidents.actions', {
  more: 'More actions',
  titled: '{action} · {number}',
  many: '{action} {count, plural, one {# incident} other {# incidents}}',
  now: 'Now: {name}',
  mine: '{number} is yours',
  manyDone: '{count, plural, one {# incident changed} other {# incidents changed}}',
  manyFailed: '{count, plural, one {# incident was refused} other {# incidents were refused}}',
  noneOffered: 'None of these can be assigned now',
  commentHint: 'Kept as an internal note',
  hour: 'In one hour',
  fourHours: 'In four hours',
  tomorrow: 'Tomorrow, 9:00',
  monday: 'Monday, 9:00',
  week: 'In a week',
})

/** Past tense, after the name of who did it; the keys are the last part of the ledger's event. */
export const eventWords = messages('incidents.event', {
  created: 'opened the incident',
  updated: 'changed it',
  acknowledged: 'acknowledged it',
  assigned: 'assigned it',
  held: 'put it on hold',
  resumed: 'resumed work',
  escalated: 'escalated it',
  resolved: 'resolved it',
  closed: 'closed it',
  reopened: 'reopened it',
  cancelled: 'cancelled it',
  deleted: 'deleted it',
  restored: 'restored it',
  replied: 'wrote a public reply',
  noted: 'wrote an internal note',
})
