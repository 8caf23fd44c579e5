import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { incidentOf } from '../../../../test/samples.ts'
import { auditLogs } from './audit-log.schema.ts'

const server = useTestServer()
const url = '/api/v1/audit-logs/'

resourceContract({
  resource: auditLogs,
  server,
  make: async ({ administrator, organizationId }) => {
    await administrator.post('/api/v1/teams/', { name: unique('Team') })
    const [row] = await server().sql<{ id: number }>(
      'select max(id) as id from app.ledger where organization_id = $1',
      [organizationId],
    )
    return row!.id
  },
})

test('a change is told with who, what, on what, before and after, from where and in which request', async () => {
  const { administrator } = server().tenant
  const name = unique('Team')
  const { body: team } = await administrator.post('/api/v1/teams/', { name })
  const changed = await administrator.patch(`/api/v1/teams/${team.id}/`, { name: `${name} 2` })
  const { body } = await administrator.get(`${url}?subject_kind=team&subject_id=${team.id}`)
  expect(body.count).toBe(2)
  expect(body.results[0]).toMatchObject({
    event: 'team.updated',
    actor_kind: 'user',
    actor_id: administrator.userId,
    actor_name: administrator.username,
    subject_label: `${name} 2`,
    request_id: changed.headers.get('x-request-id'),
    address: '127.0.0.1',
    before: { name },
    after: { name: `${name} 2` },
  })
  const [{ id }] = body.results
  expect((await administrator.get(`${url}${id}/`)).body).toEqual(body.results[0])
})

test('an auditor reads it, who works with the records does not, and nobody writes it', async () => {
  const { tenant } = server()
  const auditor = await tenant.person('auditor')
  const { status, body } = await auditor.get(url)
  expect(status).toBe(200)
  for (const role of ['manager', 'agent', 'end_user'])
    expectProblem(await (await tenant.person(role)).get(url), 403)
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    expect((await auditor.send(method, `${url}${body.results[0].id}/`, {})).status).toBe(405)
  expect((await auditor.post(url, {})).status).toBe(405)
})

test('addresses of people are masked for auditors, who have no pii:view', async () => {
  const { tenant } = server()
  const { userId, username } = await tenant.person('agent')
  const query = `?subject_kind=user&subject_id=${userId}&event=user.created`
  const seenBy = async (by: typeof tenant.administrator) =>
    (await by.get(url + query)).body.results[0].after.email
  expect(await seenBy(tenant.administrator)).toBe(`${username}@example.org`)
  expect(await seenBy(await tenant.person('auditor'))).toBe('a***@example.org')
})

test('noc:audit opens what the watch works on, and no more', async () => {
  const { tenant } = server()
  const manager = await tenant.person('manager')
  await incidentOf(tenant)
  await tenant.administrator.post('/api/noc/clients/', { name: unique('Client') })
  const { status, body } = await manager.get('/api/noc/audit-logs/?page_size=100')
  expect(status).toBe(200)
  const kinds = new Set(body.results.map((row: { subject_kind: string }) => row.subject_kind))
  expect([...kinds].sort()).toEqual(['client', 'incident'])
  const [other] = (await tenant.administrator.get(`${url}?subject_kind=team`)).body.results
  expectProblem(await manager.get(`/api/noc/audit-logs/${other.id}/`), 404)
})

test('who is limited to clients reads what happened to these clients’ records alone', async () => {
  const { tenant } = server()
  const { administrator } = tenant
  const make = async (name: string) =>
    (await administrator.post('/api/noc/clients/', { name: unique(name) })).body
  const [own, other] = [await make('Own'), await make('Other')]
  for (const { id } of [own, other])
    await administrator.post('/api/noc/sites/', { name: unique('Site'), client_id: id })
  const limited = await tenant.limitedPerson([own.id], 'auditor')
  for (const path of [url, `${url}?event__icontains=e`, '/api/noc/audit-logs/']) {
    const { body } = await limited.get(path)
    expect(body.results.map((row: { event: string }) => row.event)).toEqual([
      'site.created',
      'client.created',
    ])
    expect(body.results[1]).toMatchObject({ subject_id: own.id, subject_label: own.name })
  }
})
