import { beforeAll, expect, test } from 'vitest'
import { resourceContract } from '../../../test/contract.ts'
import { type TestTenant, unique, useTestServer } from '../../../test/harness.ts'
import { clientOf, incidentOf, itemOf, siteOf, teamOf } from '../../../test/samples.ts'
import { incidents } from './incident.schema.ts'

const server = useTestServer()

const whatMayChange = async (tenant: TestTenant, n: number) => ({
  title: unique(n % 2 ? 'uplink down' : 'Uplink down'),
  description: 'Nobody on the second floor gets an address.',
  impact: (n % 3) + 1,
  affected_users: n % 2 ? null : 12,
  urgency: (n % 2) + 1,
  requester_id: tenant.administrator.userId,
  client_id: n % 2 ? null : await clientOf(tenant),
  site_id: n % 2 ? null : await siteOf(tenant),
  configuration_item_id: n % 2 ? null : await itemOf(tenant),
  parent_id: n % 2 ? null : await incidentOf(tenant),
  channel: n % 2 ? 'phone' : 'mail',
})

// One that has been a major incident, so that the filters of that find something.
beforeAll(async () => {
  const { administrator } = server().tenant
  const { id } = await report({ impact: 1, urgency: 1, affected_users: 250 })
  const accepted = { commander_id: administrator.userId, communication_audience: 'Leeds' }
  const resolved = { resolution_code: 'fixed', resolution_notes: 'Changed the cable' }
  for (const [action, body] of [
    ['accept_major', { ...accepted, communication_cadence_minutes: 30 }],
    ['escalate', { reason: 'x', kind: 'hierarchical', user_id: administrator.userId }],
    ['resolve', resolved],
  ] as const) {
    const answer = await administrator.post(`/api/v1/incidents/${id}/${action}/`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  }
})

resourceContract({
  resource: incidents,
  server,
  create: async (tenant, n) => ({
    ...(await whatMayChange(tenant, n)),
    assignee_id: n % 2 ? null : tenant.administrator.userId,
    team_id: n % 2 ? null : await teamOf(tenant),
  }),
  replace: whatMayChange,
  change: () => ({ title: unique('Changed'), description: unique('Other words'), impact: 1, urgency: 3 }),
  invalid: [
    { body: { title: '' }, field: 'title' },
    { body: { title: 'x'.repeat(256) }, field: 'title' },
    { body: { impact: 0 }, field: 'impact' },
    { body: { urgency: 4 }, field: 'urgency' },
    { body: { affected_users: -1 }, field: 'affected_users' },
    { body: { major_state: 'accepted' }, field: 'major_state' },
    { body: { priority_source: 'manual' }, field: 'priority_source' },
    { body: { urgency: 1.5 }, field: 'urgency' },
    { body: { priority: 1 }, field: 'priority' },
    { body: { status: 'closed' }, field: 'status' },
    { body: { number: 'INC-1' }, field: 'number' },
    { body: { channel: 'pigeon' }, field: 'channel' },
    { body: { assignee_id: 987_654_321 }, field: 'assignee_id', status: 422 },
  ],
  searchable: 'title',
  actions: { add_comment: { body: 'Hello' } },
})

const report = async (fields: object = {}) => {
  const { status, body } = await server().tenant.administrator.post('/api/v1/incidents/', {
    title: 'Uplink down',
    ...fields,
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

test('impact and urgency make the priority, 1/1 the highest and 3/3 the lowest', async () => {
  const priorities = []
  for (const impact of [1, 2, 3])
    for (const urgency of [1, 2, 3]) priorities.push((await report({ impact, urgency })).priority)
  expect(priorities).toEqual([1, 2, 3, 2, 3, 4, 3, 4, 5])
})

test('a change of impact or urgency changes the priority with it', async () => {
  const { id, priority } = await report()
  expect(priority).toBe(3)
  const { body } = await server().tenant.administrator.patch(`/api/v1/incidents/${id}/`, { impact: 1 })
  expect(body).toMatchObject({ impact: 1, urgency: 2, priority: 2 })
})

test('numbers are counted per tenant and never reused, under fifty at once; a failed incident leaves its number out', async () => {
  const { administrator } = await server().newTenant()
  const title = 'Uplink down'
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => administrator.post('/api/v1/incidents/', { title })),
  )
  const taken = answers.map(({ body }) => Number(body.number.replace('INC-', ''))).sort((a, b) => a - b)
  expect(taken).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  await administrator.post('/api/v1/incidents/', { title, assignee_id: 987_654_321 })
  expect((await administrator.post('/api/v1/incidents/', { title })).body.number).toBe('INC-52')
})

test('status=open means every open category, in any letter case', async () => {
  const { administrator } = await server().newTenant()
  const ids: Record<string, number> = {}
  for (const [status, actions] of Object.entries({
    new: [],
    in_progress: ['acknowledge'],
    on_hold: ['acknowledge', 'hold'],
    resolved: ['resolve'],
    cancelled: ['cancel'],
  })) {
    const { id } = (await administrator.post('/api/v1/incidents/', { title: status })).body
    const body = {
      hold: { hold_reason: 'awaiting_vendor' },
      cancel: { reason: 'x' },
      resolve: { resolution_code: 'fixed', resolution_notes: 'x' },
    }
    for (const action of actions)
      await administrator.post(`/api/v1/incidents/${id}/${action}/`, body[action as 'hold'] ?? {})
    ids[status] = id
  }
  for (const word of ['open', 'OPEN', 'Open']) {
    const found = (await administrator.get(`/api/v1/incidents/?status=${word}&ordering=number`)).body.results
    expect(found.map(({ title }: { title: string }) => title)).toEqual(['new', 'in_progress', 'on_hold'])
  }
  const resolved = await administrator.get('/api/v1/incidents/?status=Resolved')
  expect(resolved.body.results).toMatchObject([{ id: ids.resolved, status: 'resolved' }])
})

test('a group of statuses may stand in a list of them', async () => {
  const { administrator } = server().tenant
  const { id } = (await administrator.post('/api/v1/incidents/', { title: unique('Open') })).body
  const other = (await administrator.post('/api/v1/incidents/', { title: unique('Taken back') })).body
  await administrator.post(`/api/v1/incidents/${other.id}/cancel/`, { reason: 'x' })
  const ids = async (words: string) => {
    const { status, body } = await administrator.get(`/api/v1/incidents/?page_size=100&status__in=${words}`)
    expect(status, JSON.stringify(body)).toBe(200)
    return body.results.map((incident: { id: number }) => incident.id)
  }
  expect(await ids('Open')).toContain(id)
  expect(await ids('open')).not.toContain(other.id)
  expect(await ids('open,cancelled')).toEqual(expect.arrayContaining([id, other.id]))
  expect((await administrator.get('/api/v1/incidents/?status__in=open,gone')).status).toBe(400)
})
