import { unique } from '../harness.ts'
import type { Auditor } from './auditor.ts'

const resolution = { resolution_code: 'fixed', resolution_notes: 'Changed the cable' }
const path = '/api/v1/incidents/'

/** Goes through everything that can be done with an incident besides what every noun has. */
export async function auditIncidentActions({ admin, call }: Auditor) {
  const report = async () => (await admin.post(path, { title: unique('Audited') })).body.id as number
  const id = await report()
  const act = (action: string, body: object, ...events: string[]) =>
    call('POST', `${path}${id}/${action}/`, body, ...events.map((event) => `incident.${event}`))
  const commenting = ['incident_comment.created', 'incident.commented']

  await act('acknowledge', {}, 'acknowledged')
  await act('acknowledge', {})
  await act('assign', { assignee_id: admin.userId }, 'assigned')
  await act('hold', { hold_reason: 'awaiting_vendor' }, 'held')
  await act('resume', {}, 'resumed')
  await act('escalate', { reason: 'Too much', kind: 'hierarchical', user_id: admin.userId }, 'escalated')
  await act('override_priority', { priority: 2, reason: 'The fair' }, 'priority_overridden')
  await act('reset_priority', {}, 'priority_reset')
  await act('propose_major', { reason: 'Many are hit' }, 'major_proposed')
  await act('reject_major', { reason: 'Not so many' }, 'major_rejected')
  await act('propose_major', { reason: 'Many are hit after all' }, 'major_proposed')
  const plan = {
    commander_id: admin.userId,
    communication_audience: 'All',
    communication_cadence_minutes: 30,
  }
  await act('accept_major', plan, 'major_accepted')
  await act('plan_major', { communication_audience: 'Everybody' }, 'major_planned')
  const url = `${path}${id}/`
  await call(
    'POST',
    `${url}communicate_major/`,
    { message: 'On it' },
    ...commenting,
    'incident.major_communicated',
  )
  await call('POST', `${url}add_comment/`, { body: 'Hello' }, ...commenting)
  await act('resolve', resolution, 'resolved')
  await act('reopen', { reason: 'It is back' }, 'reopened')
  await act('resolve', resolution, 'resolved')
  await act('review_major', { summary: 'A cable' }, 'major_reviewed')
  await act('close', {}, 'closed')
  const followUp = ['incident.created', 'incident_link.created', 'incident.linked', 'incident.followed_up']
  await call('POST', `${url}follow_up/`, {}, ...followUp)
  await call('POST', `${path}${await report()}/cancel/`, { reason: 'Entered twice' }, 'incident.cancelled')
}

/** One record for each organization, without an id. */
export async function auditSettings({ call }: Auditor) {
  await call('PATCH', '/api/v1/incident-settings/', { auto_close_days: 9 }, 'incident_settings.updated')
  const cells = [1, 2, 3].flatMap((impact) => [1, 2, 3].map((urgency) => ({ impact, urgency, priority: 3 })))
  await call('PUT', '/api/v1/priority-matrix/', { cells }, 'priority_matrix.updated')
}
