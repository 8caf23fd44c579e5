import { messages } from '../../lib/i18n/messages.ts'

export const workaroundTexts = messages('incidents.workarounds', {
  title: 'Workarounds',
  none: 'Nobody has found a way to live with it yet',
  add: 'Add workaround',
  edit: 'Edit workaround',
  delete: 'Delete workaround',
  deleteTitle: 'Delete this workaround?',
  deleteBody: 'An administrator can bring it back.',
  deleteConfirm: 'Delete',
  steps: 'Steps',
  stepsHint: 'What to do, one step a line',
  outcome: 'Did it work?',
  outcomeHint: 'Left empty: nobody has tried it yet',
  appliedBy: 'Tried by',
  appliedAt: 'Tried at',
  tried: 'tried',
  noted: 'noted',
  untried: 'Not tried yet',
  save: 'Save',
})

export const outcomeWords = messages('incidents.workaroundOutcome', {
  worked: 'It worked',
  partial: 'It helped in part',
  failed: 'It did not help',
})
