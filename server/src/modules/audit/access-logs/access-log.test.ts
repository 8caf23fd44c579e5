import { expect, test, vi } from 'vitest'
import { newSource, openAlert } from '../../../../test/alerts.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { eventually, startTestServer, type TestServer, useTestServer } from '../../../../test/harness.ts'
import { clientOf, incidentOf, siteOf } from '../../../../test/samples.ts'
import { systemContext } from '../../../platform/context.ts'
import { openLive } from '../../noc/live/live.fixtures.ts'
import { createAccessRecorder } from './access.recorder.ts'
import { accessLogs } from './access-log.schema.ts'

const server = useTestServer()
const url = '/api/v1/access-logs/'
const recordsOf = (requestId: string | null) =>
  server().sql(
    `select action, subject_kind, subject_id, actor_id, query from app.access_records where request_id = $1`,
    [requestId],
  )

resourceContract({
  resource: accessLogs,
  server,
  make: async ({ administrator }) => {
    const { headers } = await administrator.get('/api/noc/clients/?is_active=true')
    const [row] = await server().sql<{ id: number }>(
      'select id from app.access_records where request_id = $1',
      [headers.get('x-request-id')],
    )
    return row!.id
  },
})

/** They tell of nobody's records, or begin what is recorded by itself. */
const UNRECORDED = [
  'GET /api/noc/health/',
  'GET /api/noc/changes/', // one record for each topic
  'GET /api/noc/stream/',
  'GET /api/noc/access-logs/', // it would never come to rest
  'GET /api/noc/access-logs/{id}/',
]

test('each list call and each detail read of the watch leaves one record: who, what and what was asked for', async () => {
  const { tenant, operations } = server()
  const { administrator } = tenant
  const source = await newSource(server())
  const trail = await administrator.get('/api/noc/audit-logs/')
  const ids: Record<string, number> = {
    alerts: (await openAlert(server(), source)).id,
    clients: await clientOf(tenant),
    sites: await siteOf(tenant),
    integrations: source.id,
    incidents: await incidentOf(tenant),
    'audit-logs': trail.body.results[0].id,
  }
  const reads = operations.filter(
    ({ method, path }) =>
      method === 'GET' && path.startsWith('/api/noc/') && !UNRECORDED.includes(`${method} ${path}`),
  )
  expect(reads.length).toBeGreaterThan(12)
  for (const { path } of reads) {
    const id = ids[path.split('/')[3] ?? '']
    const isOfOne = path.includes('{id}')
    const answer = await administrator.get(path.replace('{id}', String(id)))
    expect(answer.status, path).toBe(200)
    expect(await recordsOf(answer.headers.get('x-request-id')), path).toEqual([
      {
        action: isOfOne ? 'read' : 'list',
        subject_kind: expect.any(String),
        subject_id: isOfOne ? id : null,
        actor_id: administrator.userId,
        query: {},
      },
    ])
  }
})

test('so does reading a person’s details and the audit trail; the desk’s own lists leave none', async () => {
  const { administrator } = server().tenant
  for (const [path, expected] of [
    [`/api/v1/users/${administrator.userId}/`, 1],
    ['/api/v1/audit-logs/?event=user.created', 1],
    ['/api/v1/compliance-logs/', 1],
    ['/api/v1/incidents/', 0],
    [url, 0],
  ] as const) {
    const { headers } = await administrator.get(path)
    expect(await recordsOf(headers.get('x-request-id')), path).toHaveLength(expected)
  }
})

test('what was refused is not recorded, what was looked for in vain is', async () => {
  const { tenant } = server()
  const refused = await (await tenant.person('end_user')).get('/api/noc/alerts/')
  expectProblem(refused, 403)
  expect(await recordsOf(refused.headers.get('x-request-id'))).toEqual([])
  const missing = await tenant.administrator.get('/api/noc/alerts/987654321/')
  expectProblem(missing, 404)
  expect(await recordsOf(missing.headers.get('x-request-id'))).toMatchObject([{ subject_id: 987_654_321 }])
})

test('a list tells who read which of a client’s alerts, by filter', async () => {
  const { administrator } = server().tenant
  await administrator.get('/api/noc/alerts/?severity=critical&page_size=5')
  const { body } = await administrator.get(
    `${url}?subject_kind=alert&action=list&actor_id=${administrator.userId}`,
  )
  expect(body.results[0]).toMatchObject({
    actor_name: administrator.username,
    address: '127.0.0.1',
    query: { severity: 'critical', page_size: 5 },
  })
})

test('a live connection comes from where a call would: what a proxy says is believed of trusted ones alone', async () => {
  const forwarded = { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' } }
  const addressAt = async ({ url, tenant, sql }: TestServer) => {
    const live = await openLive(url, tenant.administrator.token, forwarded)
    await live.sub('alerts')
    await live.close()
    const [row] = await sql(
      `select host(address) as address from app.access_records where action = 'subscribe' order by id desc limit 1`,
    )
    return row?.address
  }
  expect(await addressAt(server())).toBe('127.0.0.1')
  const behindProxy = await startTestServer({ trustProxy: ['127.0.0.1'] })
  try {
    expect(await addressAt(behindProxy)).toBe('203.0.113.9')
  } finally {
    await behindProxy.close()
  }
})

test('who listens to a topic of the watch is recorded once, when it begins', async () => {
  const { administrator } = server().tenant
  const live = await openLive(server().url, administrator.token)
  const before = await server().sql(`select from app.access_records where action = 'subscribe'`)
  await live.sub('alerts')
  await live.sub('teams')
  const rows = await server().sql(`select * from app.access_records where action = 'subscribe' order by id`)
  expect(rows).toHaveLength(before.length + 1)
  expect(rows.at(-1)).toMatchObject({ subject_kind: 'alert', actor_id: administrator.userId })
  await live.close()
})

test('a read that cannot be recorded is not answered: 503, and it is answered again when it can be', async () => {
  const { administrator } = server().tenant
  const rename = (from: string, to: string) => server().sql(`alter table app.${from} rename to ${to}`)
  await rename('access_records', 'access_records_away')
  const refused = await administrator
    .get('/api/noc/clients/')
    .finally(() => rename('access_records_away', 'access_records'))
  expectProblem(refused, 503)
  expect(JSON.stringify(refused.body)).not.toContain('results')
  await eventually('an answer', async () => (await administrator.get('/api/noc/clients/')).status === 200)
})

test('reads that come together share a batch, and more than can wait are refused', async () => {
  const aside = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return []
  })
  const record = createAccessRecorder({ aside: aside as never })
  const ctx = systemContext(1, 'test')
  const many = Array.from({ length: 10_000 }, () => record(ctx, { action: 'list', kind: 'thing' }))
  await expect(record(ctx, { action: 'list', kind: 'thing' })).rejects.toMatchObject({ status: 503 })
  await Promise.all(many)
  expect(aside.mock.calls.length).toBe(1 + Math.ceil(9999 / 500))
})
