import { messages } from '../../../lib/i18n/messages.ts'

export const texts = messages('core.organizations', {
  organizations: 'Organizations',
  none: 'No organization',
  create: 'New part',
  name: 'Name',
  code: 'Code',
  kind: 'Kind',
  parent: 'Part of',
  state: 'State',
  tenant: 'Root',
  customer: 'Customer',
  supplier: 'Supplier',
  internal: 'Internal',
  timeZone: 'Time zone',
})
