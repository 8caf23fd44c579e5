import { findAlert, newSource } from '../alerts.ts'
import { PLAIN_NOUNS } from '../audit/nouns.ts'
import type { TestServer, TestTenant } from '../harness.ts'
import { attach } from '../uploads.ts'

/** Stands in every text of the tenant that is spied on; whoever is shown it was shown too much. */
export const CANARY = 'canary7Qx'

/** What the product writes by itself of all that is done and read here. */
const TRAILS = [
  '/api/v1/audit-logs/',
  '/api/noc/audit-logs/',
  '/api/v1/access-logs/',
  '/api/noc/access-logs/',
  '/api/v1/compliance-logs/',
]

/** One record of each collection, by its path. */
export type Records = ReadonlyMap<string, number>

/** Texts that people write freely, each with the canary in it; what is chosen from a list stays as it is. */
function marked(body: Record<string, unknown>) {
  const texts = ['name', 'title', 'description', 'display_name', 'body', 'steps', 'note', 'change_reference']
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => [
      field,
      texts.includes(field) ? `${CANARY} ${String(value)}` : value,
    ]),
  )
}

export const inAnHour = ({ clock }: Pick<TestServer, 'clock'>) =>
  new Date(clock.now().getTime() + 3_600_000).toISOString()

/** Makes a record of every noun in a tenant. @param isMarked with the canary in each text */
export async function makeRecords(
  server: TestServer,
  tenant: TestTenant,
  isMarked: boolean,
): Promise<Records> {
  const { administrator } = tenant
  const at = { ...server, tenant }
  const records = new Map<string, number>([['/api/v1/tenants/', tenant.organizationId]])
  for (const { path, create } of PLAIN_NOUNS) {
    const body = await create(at)
    const answer = await administrator.post(path, isMarked ? marked(body) : body)
    if (answer.status !== 201) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`)
    records.set(path, answer.body.id)
  }
  const token = {
    name: isMarked ? CANARY : 'plain',
    scopes: ['incidents.view'],
    expires_at: inAnHour(server),
  }
  records.set('/api/v1/api-tokens/', (await administrator.post('/api/v1/api-tokens/', token)).body.id)
  const incident_id = records.get('/api/v1/incidents/')
  const name = isMarked ? `${CANARY}.png` : 'picture.png'
  const file = await attach(administrator, { incident_id }, { name })
  records.set('/api/v1/incident-attachments/', file.body.id)
  const word = isMarked ? CANARY : 'plain'
  const source = await newSource(server, tenant)
  await source.push({
    labels: { alertname: word, severity: 'critical', host: word },
    annotations: { note: word },
  })
  const alert = await findAlert(tenant, word)
  records.set('/api/noc/alerts/', alert.id)
  const opened = await administrator.post('/api/noc/incidents/', { alert_ids: [alert.id], title: word })
  records.set('/api/noc/incidents/', opened.body.id)
  const resolution = { resolution_code: 'fixed', resolution_notes: word }
  await administrator.post(`/api/v1/incidents/${opened.body.id}/resolve/`, resolution)
  const metrics = await administrator.get(`/api/v1/incident-metrics/?incident_id=${opened.body.id}`)
  records.set('/api/v1/incident-metrics/', metrics.body.results[0].id)
  for (const path of TRAILS) records.set(path, (await administrator.get(path)).body.results[0].id)
  return records
}

/** Which collection a field points into; one that nobody placed stops the run. */
const POINTS_TO: Record<string, string> = {
  user: '/api/v1/users/',
  manager: '/api/v1/users/',
  requester: '/api/v1/users/',
  assignee: '/api/v1/users/',
  commander: '/api/v1/users/',
  team: '/api/v1/teams/',
  escalation_team: '/api/v1/teams/',
  department: '/api/v1/departments/',
  client: '/api/noc/clients/',
  site: '/api/noc/sites/',
  configuration_item: '/api/v1/configuration-items/',
  incident: '/api/v1/incidents/',
  linked_incident: '/api/v1/incidents/',
  duplicate_of: '/api/v1/incidents/',
  escalated_to: '/api/v1/users/',
  integration: '/api/noc/integrations/',
  alert: '/api/noc/alerts/',
  scope: '/api/v1/teams/',
}

/** @param path of the operation: a `parent_id` points to a record of its own noun */
export function recordFor(records: Records, field: string, path: string): number {
  const noun = field.replace(/_ids?$/, '')
  const collection = noun === 'parent' ? collectionOf(path) : POINTS_TO[noun]
  const id = records.get(collection ?? '')
  if (id === undefined) throw new Error(`${path}: nothing says which record ${field} names`)
  return id
}

/** `/api/v1/incidents/{id}/close/` acts on `/api/v1/incidents/`. */
export const collectionOf = (path: string) => path.replace(/\{id\}.*$/, '')
