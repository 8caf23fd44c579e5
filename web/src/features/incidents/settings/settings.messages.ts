import { messages } from '../../../lib/i18n/messages.ts'

export const settingsTexts = messages('incidents.settings', {
  title: 'Incident settings',
  forbidden: 'You may not change how incidents are handled',
  forbiddenBody: 'An administrator can give you a role with the permission {permission}.',
  save: 'Save',
  reset: 'Discard changes',
  saved: 'Saved',
  unsaved: 'Not saved yet',
  changedAt: 'Changed',
  asDelivered: 'As delivered',

  matrix: 'Priority matrix',
  matrixHint: 'What becomes of impact and urgency. Incidents that exist keep the priority they have.',
  corner: 'Impact ↓ Urgency →',
  cell: 'Impact {impact}, urgency {urgency}',
  inverted:
    'A higher impact or urgency leads to a lower priority here: {cells}. It can be saved like this, but is seldom meant.',
  invertedCell: 'impact {impact} with urgency {urgency}',

  raises: 'What raises the priority',
  raisesForVip: 'A VIP requester raises the urgency by one step',
  raisesForItem: 'A configuration item of high criticality raises the urgency by one step',
  mediumUsers: 'Affected users for medium impact',
  highUsers: 'Affected users for high impact',
  mediumHint: 'From so many on the impact is at least medium; left empty: never',
  highHint: 'From so many on the impact is high; left empty: never',
  bands: 'Must be more than for medium impact',
  whole: 'A whole number from 1 on',

  major: 'Major incidents',
  proposesMajor: 'Propose an open incident of priority 1 as a major one',

  closing: 'Closing',
  autoClose: 'Days until a resolved incident closes by itself',
  autoCloseHint: '0: never. Major incidents are closed by people only.',
  days: 'A whole number from 0 to 365',

  conflictTitle: 'Somebody changed these settings meanwhile',
  conflictBody: 'Yours are not saved yet and nothing is lost. Which should stay?',
  keepMine: 'Save mine',
  takeTheirs: 'Keep the stored ones',
})
