import { messages } from '../../../lib/i18n/messages.ts'

export const texts = messages('clients', {
  clients: 'Clients',
  none: 'No clients yet',
  create: 'New client',
  name: 'Name',
  code: 'Code',
  state: 'State',
})
