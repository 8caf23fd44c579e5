import { messages } from '../lib/i18n/messages.ts'

export const attachmentWords = messages('attachments', {
  title: 'Attachments',
  none: 'Nothing attached',
  add: 'Attach files',
  drop: 'or drop them here, {limit} each at most',
  dropAny: 'or drop them here',
  internal: 'Internal, for the staff only',
  internalMark: 'Internal',
  download: 'Download {name}',
  delete: 'Delete {name}',
  deleteTitle: 'Delete {name}?',
  deleteBody: 'An administrator can bring it back.',
  deleteConfirm: 'Delete',
  sending: 'Sending {name}',
  stop: 'Stop sending {name}',
  dismiss: 'Dismiss {name}',
  tooLarge: 'This file has {size}; the limit is {limit}.',
  empty: 'This file is empty.',
})
