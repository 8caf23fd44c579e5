import { messages } from '../../lib/i18n/messages.ts'

export const texts = messages('cmdb', {
  items: 'Configuration items',
  item: 'Configuration item {id}',
  trail: 'Where this is',
  group: 'Configuration items',
  create: 'New item',
  createTitle: 'New configuration item',
  edit: 'Edit',
  editTitle: 'Edit {name}',
  save: 'Save',
  saved: '{name} is saved',
  filters: 'Filters',
  search: 'Search configuration items',
  clearFilters: 'Clear filters',
  noneFit: 'No configuration item fits these filters',
  none: 'No configuration items yet',
  noneBody: 'What alerts and incidents are about stands here: servers, switches, services.',
  forbidden: 'You may not see configuration items',
  forbiddenBody: 'This needs the permission cmdb.view; an administrator can give it to you.',
  notFound: 'There is no such configuration item',
  notFoundBody: 'It was deleted, or you may not see it.',
  toList: 'To the configuration items',
  properties: 'Properties',
  incidents: 'Incidents',
  noIncidents: 'No incident names this item.',
  alerts: 'Alerts',
  noAlerts: 'No alert is about this item.',
  showMore: 'Show more',
  updated: 'Changed',
  since: 'Since',
  hostHint: 'What alert sources call it, in lower case',
})

export const fieldWords = messages('cmdb.field', {
  name: 'Name',
  host_name: 'Host name',
  ip_address: 'IP address',
  kind: 'Kind',
  status: 'Status',
  criticality: 'Criticality',
  client_id: 'Client',
  site_id: 'Site',
  number: 'Number',
  title: 'Title',
  priority: 'Priority',
  severity: 'Severity',
})

export const lifeWords = messages('cmdb.status', {
  planned: 'Planned',
  ordered: 'Ordered',
  in_build: 'In build',
  test: 'In test',
  live: 'Live',
  maintenance: 'In maintenance',
  retired: 'Retired',
  disposed: 'Disposed of',
})

export const criticalityWords = messages('cmdb.criticality', {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
})
