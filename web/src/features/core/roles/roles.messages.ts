import { messages } from '../../../lib/i18n/messages.ts'

export const texts = messages('core.roles', {
  roles: 'Roles',
  hint: 'What each role may do. Built-in roles stay as they are; your own can be changed.',
  permission: 'Permission',
  create: 'New role',
  edit: 'Edit {name}',
  key: 'Key',
  keyHint: 'What the API calls it: small letters, digits and underscores; it stays',
  name: 'Name',
  description: 'Description',
  permissions: 'Permissions',
  onlyHeld: 'You can give what you hold yourself.',
  delete: 'Delete',
  may: '{role} may {permission}',
})
