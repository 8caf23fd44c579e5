import { messages } from '../../lib/i18n/messages.ts'
import type { Verb } from './alert-verbs.ts'

export const texts = messages('noc', {
  alerts: 'Alerts',
  alert: 'Alert {id}',
  total: '{count, number}{more}',
  views: 'Views',
  active: 'Active',
  open: 'Open',
  acknowledged: 'Acknowledged',
  suppressed: 'Suppressed',
  resolved: 'Resolved',
  all: 'All',
  filters: 'Filters',
  filter: 'Filter',
  search: 'Search alerts',
  status: 'Status',
  severity: 'Severity',
  client: 'Client',
  source: 'Source',
  assignee: 'Assignee',
  mine: 'Me',
  nobody: 'Nobody',
  bySeverity: 'Open alerts by severity',
  freeze: 'Freeze the list',
  frozen: 'Frozen',
  resume: 'Let the list move again',
  waiting: '{count, number} new · show',
  announce:
    '{count, plural, one {# new alert} other {# new alerts}}{critical, plural, =0 {} other {, # critical}}',
  quiet: 'All quiet since {since}',
  quietBody: 'No alert is open. New ones appear here by themselves.',
  connect: 'Connect a source',
  neverAny: 'No alerts yet',
  neverAnyBody:
    'Alerts appear here as soon as a source sends one. Point a Prometheus at an integration’s address, or post to it.',
  noMatch: 'No alert matches',
  noMatchBody: 'The filters let nothing through.',
  clearFilters: 'Clear filters',
  forbidden: 'You may not see alerts',
  forbiddenBody: 'An administrator can give you a role with the permission {permission}.',
  selected: '{count, plural, one {# selected} other {# selected}}',
  selectedAll: '{count, plural, one {# selected} other {# selected}} (all that match)',
  selectedCut: '{count, number} selected (the first of {total, number} that match)',
  selecting: 'Selecting: {count, number} of {total, number} read',
  selectAll: 'Select all {total, number} that match',
  selectFirst: 'Select the first {most, number} of {total, number}',
  clearSelection: 'Clear selection',
  select: 'Select {title}',
  takeIt: 'Assign to me',
  tooMany: 'At most {most, plural, one {# alert} other {# alerts}} at once',
  alreadyDone: 'Somebody was faster: that was done already',
  nothingDone: 'Nothing was done',
  nothingDoneWhy:
    '{count, plural, one {One alert stands} other {# alerts stand}} in the way. Several are changed together or not at all.',
  doForOthers: '{verb, select, incident {{name} of} other {{name}}} the other {count, number}',
  opened: '{incident} is open with {count, plural, one {# alert} other {# alerts}}',
  goToIncident: 'Go to {incident}',
  closePanel: 'Close',
  fullPage: 'Open as a page',
  copyLink: 'Copy link',
  copy: 'Copy {what}',
  copied: 'Copied',
  notFound: 'There is no such alert',
  notFoundBody: 'It may belong to another organization, or the address is wrong.',
  backToList: 'Back to the alerts',
  group: 'Alerts',
})

export const columnTexts = messages('noc.column', {
  severity: 'Severity',
  status: 'Status',
  title: 'Alert',
  where: 'Where',
  source: 'Source',
  count: 'Count',
  age: 'Started',
  seen: 'Last seen',
  assignee: 'Assignee',
  incident: 'Incident',
})

export const verbTexts = messages('noc.verb', {
  ack: 'Acknowledge',
  unack: 'Unacknowledge',
  assign: 'Assign',
  resolve: 'Resolve',
  escalate: 'Escalate',
  incident: 'Make incident',
} satisfies Record<Verb, string>)

/** Titles of the dialogs; a verb without one needs none. */
export const askTexts: Partial<Record<Verb, { id: string; defaultMessage: string }>> = messages('noc.ask', {
  assign: 'Assign {count, plural, one {alert} other {# alerts}}',
  resolve: 'Resolve {count, plural, one {alert} other {# alerts}}',
  escalate: 'Escalate {count, plural, one {alert} other {# alerts}}',
  incident: 'Make an incident of {count, plural, one {this alert} other {# alerts}}',
})

export const doneTexts = messages('noc.done', {
  ack: '{count, plural, one {Acknowledged} other {# alerts acknowledged}}',
  unack: '{count, plural, one {Acknowledgement taken back} other {# acknowledgements taken back}}',
  assign: '{count, plural, one {Assigned} other {# alerts assigned}}',
  resolve: '{count, plural, one {Resolved} other {# alerts resolved}}',
  escalate: '{count, plural, one {Escalated} other {# alerts escalated}}',
  incident: 'Incident opened',
} satisfies Record<Verb, string>)

/** What the bar above a selection foretells. */
export const partTexts = messages('noc.part', {
  ack: '{able, number} of {count, number} can be acknowledged',
  unack: '{able, number} of {count, number} can be unacknowledged',
  assign: '{able, number} of {count, number} can be assigned',
  resolve: '{able, number} of {count, number} can be resolved',
  escalate: '{able, number} of {count, number} can be escalated',
  incident: '{able, number} of {count, number} have no incident yet',
} satisfies Record<Verb, string>)

export const noneTexts = messages('noc.none', {
  ack: 'There is nothing to acknowledge here',
  unack: 'There is no acknowledgement to take back here',
  assign: 'What is over cannot be assigned',
  resolve: 'There is nothing to resolve here',
  escalate: 'There is nothing to escalate here',
  incident: 'These alerts have an incident already',
} satisfies Record<Verb, string>)

export const fieldTexts = messages('noc.field', {
  person: 'Person',
  team: 'Team',
  comment: 'Comment',
  reason: 'Why does this need more attention?',
  notes: 'What solved it?',
  notesHint: 'Kept with the alert, for whoever meets it next.',
  title: 'Title',
  titleHint: 'Proposed from the worst alert. Impact and urgency follow the highest severity.',
  proposedTitle: '{worst} (and {others, number} more)',
})
