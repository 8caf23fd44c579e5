import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { clientOf, incidentOf } from '../../../../test/samples.ts'
import { incidentWorkarounds } from './workaround.schema.ts'

const server = useTestServer()
const url = `${incidentWorkarounds.path}/`

const whatMayChange = (tenant: TestTenant, n: number) => ({
  steps: unique('Use the other uplink'),
  outcome: n % 2 ? 'partial' : 'failed',
  applied_by: n % 2 ? null : tenant.administrator.userId,
  applied_at: n % 2 ? '2026-01-02T03:04:05.000Z' : null,
})

resourceContract({
  resource: incidentWorkarounds,
  server,
  create: async (tenant, n) => ({ incident_id: await incidentOf(tenant), ...whatMayChange(tenant, n) }),
  replace: whatMayChange,
  change: () => ({ steps: unique('Use the printer upstairs'), outcome: 'worked' }),
  invalid: [
    { body: { steps: '' }, field: 'steps' },
    { body: { steps: 'x'.repeat(65_537) }, field: 'steps' },
    { body: { outcome: 'magic' }, field: 'outcome' },
    { body: { applied_at: 'yesterday' }, field: 'applied_at' },
    { body: { applied_by: 987_654_321 }, field: 'applied_by', status: 422 },
    { body: { incident_id: 987_654_321 }, field: 'incident_id', status: 422 },
  ],
  searchable: 'steps',
})

test('the outcome is taken in any letter case, and stands in the incident’s timeline', async () => {
  const agent = await server().tenant.person('agent')
  const incident_id = (await agent.post('/api/v1/incidents/', { title: unique('Incident') })).body.id
  const { body } = await agent.post(url, { incident_id, steps: 'Restart it', outcome: 'WORKED' })
  expect(body).toMatchObject({ outcome: 'worked', incident: { id: incident_id } })
  expect((await agent.patch(`${url}${body.id}/`, { outcome: 'Failed' })).body.outcome).toBe('failed')
  const { results } = (await agent.get(`/api/v1/incidents/${incident_id}/timeline/`)).body
  expect(results[0]).toMatchObject({
    event: 'incident.worked_around',
    after: { workaround_id: body.id, outcome: 'worked' },
  })
})

test('workarounds are the staff’s, and of the incidents that one sees', async () => {
  const { tenant } = server()
  const reporter = await tenant.person('end_user')
  const incident_id = (await reporter.post('/api/v1/incidents/', { title: unique('Incident') })).body.id
  const { id } = (await tenant.administrator.post(url, { incident_id, steps: 'Restart it' })).body
  expectProblem(await reporter.get(`${url}${id}/`), 403)
  expectProblem(await reporter.post(url, { incident_id, steps: 'Restart it' }), 403)
  const timeline = await reporter.get(`/api/v1/incidents/${incident_id}/timeline/`)
  expect(JSON.stringify(timeline.body)).not.toContain('worked_around')

  const limited = await tenant.limitedPerson([await clientOf(tenant)], 'noc_operator')
  expectProblem(await limited.get(`${url}${id}/`), 404)
  expectProblem(await limited.post(url, { incident_id, steps: 'Restart it' }), 422, 'incident_id')
  await tenant.administrator.delete(`/api/v1/incidents/${incident_id}/`)
  expectProblem(await tenant.administrator.get(`${url}${id}/`), 404)
})
