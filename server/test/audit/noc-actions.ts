import { newSource, openAlert } from '../alerts.ts'
import type { TestServer } from '../harness.ts'
import type { Auditor } from './auditor.ts'

const path = '/api/noc/alerts/'
const incidents = '/api/noc/incidents/'

/** What operators do with alerts, and with the incidents that they open from them. */
export async function auditNocActions(server: TestServer, { admin, call }: Auditor) {
  const source = await newSource(server)
  const alert = async () => (await openAlert(server, source)).id as number
  const id = await alert()
  const act = (action: string, body: object, event: string) =>
    call('POST', `${path}${id}/${action}/`, body, `alert.${event}`)
  await act('ack', {}, 'acknowledged')
  await act('unack', {}, 'unacknowledged')
  await act('assign', { user_id: admin.userId }, 'assigned')
  await act('escalate', { reason: 'Too much' }, 'escalated')
  await act('resolve', { notes: 'Changed the cable' }, 'resolved')

  const many = { alert_ids: [await alert(), await alert()] }
  // Those that change alike are one row.
  await call('POST', `${path}bulk-action/`, { ...many, action: 'acknowledge' }, 'alert.acknowledged')
  const opened = await call('POST', incidents, many, 'incident.created', 'alert.linked', 'alert.linked')
  const at = `${incidents}${opened.id}/`
  await call('POST', `${at}assign/`, { assignee_id: admin.userId }, 'incident.assigned')
  const resolution = { resolution_code: 'fixed', resolution_notes: 'Changed the cable' }
  await call('POST', `${at}resolve/`, resolution, 'incident.resolved', 'alert.resolved', 'alert.resolved')
  await call('POST', `/api/noc/integrations/${source.id}/rotate/`, {}, 'integration.key_rotated')
}
