import { messages } from '../../lib/i18n/messages.ts'

export const relatedTexts = messages('incidents.related', {
  related: 'Related',
  incident: 'Incident',
  parent: 'Parent',
  noParent: 'None: it is worked on by itself',
  setParent: 'Set parent',
  parentHint: 'It follows the parent: into work, into waiting, and into the resolution',
  leaveParent: 'Let go of {number}',
  children: 'Children',
  noChildren: 'None',
  childrenFollow: 'Open ones follow this one into work, into waiting for others, and into the resolution.',
  addChild: 'Add child',
  childHint: 'It follows this one: into work, into waiting, and into the resolution',
  removeChild: 'Let {number} go',
  links: 'Links',
  noLinks: 'Linked to nothing',
  addLink: 'Add link',
  linkType: 'This incident is',
  target: 'What',
  note: 'Note',
  remove: 'Remove the link to {target}',
})

/** What this incident is to the other record. */
export const linkWords = messages('incidents.link', {
  related_to: 'Related to',
  caused_by: 'Caused by',
  resolved_by: 'Resolved by',
  duplicate_of: 'Duplicate of',
  follow_up_of: 'Follows up on',
})

/** What this incident is, where the link starts at the other one. */
export const incomingWords = messages('incidents.linkFrom', {
  related_to: 'Related to',
  caused_by: 'Cause of',
  resolved_by: 'Resolves',
  duplicate_of: 'Duplicated by',
  follow_up_of: 'Followed up by',
})

export const targetWords = messages('incidents.linkTarget', {
  linked_incident_id: 'Incident',
  change_reference: 'Change',
  problem_reference: 'Problem',
})
