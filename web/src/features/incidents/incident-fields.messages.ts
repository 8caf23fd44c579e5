import { messages } from '../../lib/i18n/messages.ts'

/** The fields of an incident as people call them; the keys are the API's. */
export const fieldWords = messages('incidents.field', {
  number: 'Number',
  title: 'Title',
  description: 'Description',
  status: 'Status',
  priority: 'Priority',
  impact: 'Impact',
  urgency: 'Urgency',
  channel: 'Channel',
  requester_id: 'Requester',
  assignee_id: 'Assignee',
  team_id: 'Team',
  client_id: 'Client',
  site_id: 'Site',
  configuration_item_id: 'Configuration item',
  escalation_level: 'Escalation level',
  hold_reason: 'Hold reason',
  hold_until: 'On hold until',
  reassignment_count: 'Reassigned',
  resolution_code: 'Resolution',
  resolution_notes: 'Resolution notes',
  cancel_reason: 'Reason',
  reason: 'Reason',
  comment: 'Comment',
  user_id: 'Person',
  kind: 'How',
  change_reference: 'Change',
  problem_reference: 'Problem',
  parent_id: 'Parent',
  affected_users: 'Affected users',
  priority_source: 'Priority set',
  effective_impact: 'Effective impact',
  effective_urgency: 'Effective urgency',
  escalated_to_id: 'Called manager',
  escalated_at: 'Escalated',
  commander_id: 'Commander',
  bridge_url: 'Bridge',
  communication_audience: 'Audience',
  communication_cadence_minutes: 'Minutes between updates',
  major_state: 'Major incident',
  message: 'Message',
  summary: 'What happened',
  cause: 'Cause',
  lessons: 'What we learnt',
  actions: 'What we do about it',
  linked_incident_id: 'Incident',
  type: 'Link',
  created_at: 'Opened',
  updated_at: 'Updated',
  acknowledged_at: 'Acknowledged',
  resolved_at: 'Resolved',
  closed_at: 'Closed',
  reopened_at: 'Reopened',
  reopen_count: 'Reopened',
})

export const priorityWords = messages('incidents.priority', {
  1: 'Critical',
  2: 'High',
  3: 'Medium',
  4: 'Low',
  5: 'Planning',
})

/** Impact and urgency. */
export const levelWords = messages('incidents.level', { 1: 'High', 2: 'Medium', 3: 'Low' })

export const impactHints = messages('incidents.impactHint', {
  1: 'a site, or many people',
  2: 'a team',
  3: 'one person',
})

export const urgencyHints = messages('incidents.urgencyHint', {
  1: 'work has stopped',
  2: 'work is slowed down',
  3: 'it can wait',
})

export const channelWords = messages('incidents.channel', {
  phone: 'Phone',
  mail: 'Mail',
  chat: 'Chat',
  walkup: 'In person',
  portal: 'Portal',
  monitoring: 'Monitoring',
  api: 'API',
})

export const holdWords = messages('incidents.hold', {
  awaiting_caller: 'Waiting for the requester',
  awaiting_vendor: 'Waiting for a vendor',
  awaiting_change: 'Waiting for a change',
  awaiting_problem: 'Waiting for a problem',
  awaiting_evidence: 'Waiting for evidence',
  scheduled: 'Scheduled for later',
})

/** The API takes any text as a resolution code; these are the ones that we offer. */
export const resolutionWords = messages('incidents.resolution', {
  fixed: 'Fixed',
  workaround: 'Workaround given',
  self_recovered: 'Recovered by itself',
  user_guidance: 'Explained to the requester',
  known_error: 'Known error',
  duplicate: 'Duplicate',
  not_reproducible: 'Cannot be reproduced',
})

export const escalationWords = messages('incidents.escalation', {
  functional: 'To another tier: the work moves on',
  hierarchical: 'To a manager: the work stays',
})

export const majorWords = messages('incidents.major', {
  proposed: 'Proposed',
  accepted: 'Accepted',
  rejected: 'Rejected',
})

export const criticalityWords = messages('incidents.criticality', {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  label: '{level} criticality',
})
