import pg from 'pg'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { resources } from '../src/app/modules.ts'
import { newSource, openAlert } from './alerts.ts'
import { useTestServer } from './harness.ts'
import { incidentOf, itemOf, siteOf } from './samples.ts'
import { attach } from './uploads.ts'

const server = useTestServer()
beforeAll(async () => {
  const { tenant } = server()
  // Before their first call: a superuser holds every permission, that of the installation's own lists too.
  await server().sql('update app.users set is_superuser = true where id = $1', [tenant.administrator.userId])
  await Promise.all([siteOf(tenant), itemOf(tenant)])
  const url = `/api/v1/incidents/${await incidentOf(tenant)}/add_comment/`
  await tenant.administrator.post(url, { body: 'Looking at it' })
  await tenant.administrator.post('/api/v1/incident-workarounds/', {
    incident_id: await incidentOf(tenant),
    steps: 'Use the other uplink',
  })
  await attach(tenant.administrator, { incident_id: await incidentOf(tenant) })
  await tenant.administrator.post('/api/v1/incident-links/', {
    incident_id: await incidentOf(tenant),
    type: 'related_to',
    change_reference: 'CHG-1',
  })
  await openAlert(server(), await newSource(server()))
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  const token = { name: 'deploy', scopes: ['incidents.view'], expires_at: tomorrow }
  await tenant.administrator.post('/api/v1/api-tokens/', token)
  const { organizationId: parent_id } = tenant
  for (const name of ['One', 'Two']) {
    await tenant.administrator.post('/api/v1/teams/', { name })
    await tenant.administrator.post('/api/v1/departments/', { name })
    await tenant.administrator.post('/api/v1/organizations/', { name, parent_id })
  }
  const { userId: user_id } = await tenant.person()
  const exception = { user_id, permission: 'incidents.view', effect: 'allow', reason: 'To be counted' }
  await tenant.administrator.post('/api/v1/user-permissions/', exception)
})
afterEach(() => vi.restoreAllMocks())

/** The statements that a call costs while its caller is remembered, which is for a second: the least of three. */
async function statementsOf(path: string): Promise<number> {
  return Math.min(await countOnce(path), await countOnce(path), await countOnce(path))
}

async function countOnce(path: string): Promise<number> {
  const { tenant, address } = server()
  const spy = vi.spyOn(pg.Client.prototype, 'query')
  expect((await tenant.administrator.get(path)).status).toBe(200)
  const isOurs = (client: unknown) => {
    const { application_name, database } = (client as { connectionParameters: pg.ClientConfig })
      .connectionParameters
    return application_name === 'watchdesk api' && database === address.database
  }
  const count = spy.mock.contexts.filter(isOurs).length
  spy.mockRestore()
  return count
}

test('a list and a record cost the statements that are pinned here', async () => {
  const counts: Record<string, { list: number; get: number }> = {}
  for (const { kind, path } of resources) {
    const { results } = (await server().tenant.administrator.get(`${path}/`)).body
    expect(results.length, `there is a ${kind}`).toBeGreaterThan(0)
    counts[kind] = {
      list: await statementsOf(`${path}/`),
      get: await statementsOf(`${path}/${results[0].id}/`),
    }
  }
  await expect(`${JSON.stringify(counts, null, 2)}\n`).toMatchFileSnapshot('query-counts.json')
})
