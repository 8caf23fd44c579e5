import { messages } from '../../lib/i18n/messages.ts'

export const texts = messages('audit', {
  audit: 'Audit trail',
  view: 'What was done',
  changes: 'Changes',
  reads: 'Reads',
  filters: 'Filter the audit trail',
  byName: 'Who',
  byEvent: 'What happened',
  kind: 'Kind of record',
  action: 'How it was read',
  period: 'Period',
  days: '{days, plural, one {Last 24 hours} other {Last # days}}',
  oneRecord: '{kind} {id} only',
  oneRequest: 'One request only',
  clearFilters: 'Clear filters',
  showMore: 'Show more',

  at: 'When',
  actor: 'Who',
  event: 'What',
  subject: 'Record',
  fields: 'Fields',
  address: 'Address',
  request: 'Request',
  query: 'Asked for',
  rowId: 'Entry',
  records: '{count, plural, one {# record} other {# records}}',
  open: 'Show the record',

  field: 'Field',
  before: 'Before',
  after: 'After',
  differences: 'What changed',
  noFields: 'It says nothing besides.',

  none: 'Nothing fits',
  nothing: 'Nothing yet',
  nothingBody: 'Whatever is done or read from now on stands here.',
  forbidden: 'You may not see the audit trail',
  forbiddenBody: 'Seeing it needs the permission audit.view. Ask an administrator.',
})

export const kindWords = messages('audit.kind', {
  alert: 'Alert',
  client: 'Client',
  configuration_item: 'Configuration item',
  department: 'Department',
  incident: 'Incident',
  integration: 'Source',
  organization: 'Organization',
  session: 'Session',
  silence: 'Silence',
  site: 'Site',
  team: 'Team',
  user: 'Person',
  user_role: 'Role of a person',
  audit_log: 'Audit trail',
  compliance_log: 'Compliance log',
})

export const readWords = messages('audit.read', {
  list: 'List',
  read: 'Details',
  drilldown: 'Drill-down',
  export: 'Export',
  subscribe: 'Live',
})
