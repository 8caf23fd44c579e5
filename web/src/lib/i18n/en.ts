import { messages } from './messages.ts'

/** The words that belong to no feature. A feature keeps its own in `<feature>.messages.ts`, made in the same way. */
export const words = messages('words', {
  cancel: 'Cancel',
  close: 'Close',
  clear: 'Clear',
  remove: 'Remove {field}',
  inAuditTrail: 'In the audit trail',
  retry: 'Try again',
  undo: 'Undo',
  search: 'Search',
  searchIn: 'Search {list}',
  loading: 'Loading…',
  noMatch: 'Nothing matches',
  choose: 'Choose…',
  failed: 'This did not work',
  requestId: 'Request {id}',
  justNow: 'just now',
  emptyValue: 'empty',
  forbidden: 'You may not see this',
  forbiddenBody: 'An administrator can give you a role with the permission {permission}.',
  save: 'Save',
  saved: '{name} saved',
  create: 'Create',
  copied: 'Copied',
  done: 'Done',
  active: 'Active',
  inactive: 'Inactive',
})

export const severityWords = messages('severity', {
  critical: 'Critical',
  high: 'High',
  warning: 'Warning',
  low: 'Low',
  info: 'Info',
})

export const statusWords = messages('status', {
  open: 'Open',
  acknowledged: 'Acknowledged',
  assigned: 'Assigned',
  escalated: 'Escalated',
  suppressed: 'Suppressed',
  new: 'New',
  in_progress: 'In progress',
  on_hold: 'On hold',
  resolved: 'Resolved',
  closed: 'Closed',
  cancelled: 'Cancelled',
})

/** The commands of every list, as the keyboard help names them. */
export const listWords = messages('list', {
  group: 'Lists',
  next: 'Next row',
  previous: 'Previous row',
  open: 'Open row',
  select: 'Select row',
  extendDown: 'Extend selection down',
  extendUp: 'Extend selection up',
  selectAll: 'Select all rows',
  selectMore: 'Select all rows; again: all that match',
  clear: 'Clear selection',
  selectRow: 'Select',
  more: 'Show more',
})
