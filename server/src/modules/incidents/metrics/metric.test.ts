import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type Person, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { clientOf, teamOf } from '../../../../test/samples.ts'
import { FORMULA_VERSION } from './metric.formula.ts'
import { incidentMetrics } from './metric.schema.ts'

const server = useTestServer()
const url = `${incidentMetrics.path}/`

const report = async (by: Person, fields: object = {}) => {
  const { status, body } = await by.post('/api/v1/incidents/', { title: unique('Incident'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id as number
}
const act = async (by: Person, id: number, action: string, body: object = {}) => {
  const answer = await by.post(`/api/v1/incidents/${id}/${action}/`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}
const metricOf = async (id: number, by = server().tenant.administrator) =>
  (await by.get(`${url}?incident_id=${id}`)).body.results[0]
const resolution = { resolution_code: 'fixed', resolution_notes: 'Changed the cable' }

resourceContract({
  resource: incidentMetrics,
  server,
  make: async (tenant: TestTenant, n) => {
    const { administrator } = tenant
    const id = await report(administrator)
    await act(administrator, id, 'acknowledge')
    if (n % 2) await act(administrator, id, 'resolve', resolution)
    return (await metricOf(id, administrator)).id
  },
})

/** Real time passes besides the clock that the tests move: whole hours are what they moved. */
const hours = (seconds: number | null) => seconds && Math.floor(seconds / 3600)

test('each transition writes its time, by the database’s clock', async () => {
  const { tenant, clock } = server()
  const [agent, reporter] = await Promise.all([tenant.person('agent'), tenant.person('end_user')])
  const id = await report(reporter)
  expect(await metricOf(id)).toBeUndefined()
  clock.advance({ hours: 6 })
  await act(agent, id, 'acknowledge')
  const acknowledged = await metricOf(id)
  expect(acknowledged).toMatchObject({ assign_s: null, wall_resolve_s: null, fcr: null, touches: 1 })
  expect(hours(acknowledged.ack_s)).toBe(6)
  clock.advance({ hours: 3 })
  await act(agent, id, 'assign', { assignee_id: agent.userId })
  clock.advance({ hours: 1 })
  await act(reporter, id, 'add_comment', { body: 'Hello?' })
  await act(agent, id, 'add_comment', { body: 'x', visibility: 'internal' })
  expect(await metricOf(id)).toMatchObject({ first_response_s: null, touches: 3 })
  await act(agent, id, 'add_comment', { body: 'On it' })
  clock.advance({ hours: 10 })
  await act(agent, id, 'add_comment', { body: 'Still on it' })
  for (const [hold_reason, lasting] of [
    ['awaiting_vendor', 40],
    ['awaiting_evidence', 7],
    ['awaiting_vendor', 2],
  ] as const) {
    await act(agent, id, 'hold', { hold_reason })
    clock.advance({ hours: lasting })
    if (lasting > 2) await act(agent, id, 'resume')
  }
  await act(agent, id, 'resolve', resolution)
  const metric = await metricOf(id)
  const { ack_s, assign_s, first_response_s, wall_resolve_s, hold_s } = metric
  expect([ack_s, assign_s, first_response_s, wall_resolve_s].map(hours)).toEqual([6, 9, 10, 69])
  expect(hours(hold_s.awaiting_vendor)).toBe(42)
  expect(hours(hold_s.awaiting_evidence)).toBe(7)
  expect(metric).toMatchObject({
    incident: { id },
    touches: 11,
    teams_count: 0,
    escalated: false,
    reopened: false,
    fcr: true,
    formula_version: FORMULA_VERSION,
  })
  const { created_at, resolved_at } = (await agent.get(`/api/v1/incidents/${id}/`)).body
  expect(metric).toMatchObject({ started_at: created_at, ended_at: resolved_at })
})

test('a repeated acknowledgement, and the client’s own times, change nothing', async () => {
  const { tenant, clock } = server()
  const id = await report(tenant.administrator)
  await act(tenant.administrator, id, 'acknowledge')
  const { ack_s } = await metricOf(id)
  clock.advance({ hours: 5 })
  await act(tenant.administrator, id, 'acknowledge')
  expect(await metricOf(id)).toMatchObject({ ack_s, version: 1 })
  expectProblem(
    await tenant.administrator.post(`/api/v1/incidents/${id}/acknowledge/`, {
      acknowledged_at: '2020-01-01T00:00:00Z',
    }),
    400,
    'acknowledged_at',
  )
})

test('reopening takes the resolution back; the last one counts, and it was no first contact', async () => {
  const { tenant, clock } = server()
  const { administrator } = tenant
  const id = await report(administrator)
  clock.advance({ hours: 1 })
  await act(administrator, id, 'resolve', resolution)
  const resolved = await metricOf(id)
  expect(hours(resolved.wall_resolve_s)).toBe(1)
  expect(resolved).toMatchObject({ fcr: true, reopened: false })
  await act(administrator, id, 'reopen', { reason: 'It is back' })
  expect(await metricOf(id)).toMatchObject({
    wall_resolve_s: null,
    ended_at: null,
    fcr: null,
    reopened: true,
  })
  clock.advance({ hours: 2 })
  await act(administrator, id, 'resolve', resolution)
  await act(administrator, id, 'close')
  const closed = await metricOf(id)
  expect(hours(closed.wall_resolve_s)).toBe(3)
  expect(closed).toMatchObject({ fcr: false, reopened: true })
})

test('a resolution that is put right is measured anew, and so from the ledger', async () => {
  const { tenant, clock, sql } = server()
  const { administrator } = tenant
  const id = await report(administrator)
  clock.advance({ hours: 5 })
  await act(administrator, id, 'resolve', resolution)
  await act(administrator, id, 'close')
  const { started_at } = await metricOf(id)
  const resolved_at = new Date(Date.parse(started_at) + 2 * 3_600_000).toISOString()
  const put = await administrator.patch(`/api/v1/incidents/${id}/`, { resolved_at })
  expect(put.status, JSON.stringify(put.body)).toBe(200)
  expect(await metricOf(id)).toMatchObject({ wall_resolve_s: 7200, ended_at: resolved_at, reopened: false })
  await sql(
    'update app.incident_metrics set formula_version = 0, wall_resolve_s = 1 where incident_id = $1',
    [id],
  )
  await administrator.patch(`/api/v1/incidents/${id}/`, { description: 'It was the cable' })
  expect(await metricOf(id)).toMatchObject({ wall_resolve_s: 7200, ended_at: resolved_at })
})

test('what was assigned when it was reported took no time; teams are counted once each', async () => {
  const { tenant } = server()
  const team_id = await teamOf(tenant)
  const other = (await tenant.administrator.post('/api/v1/teams/', { name: unique('Team') })).body.id
  const id = await report(tenant.administrator, { team_id })
  for (const to of [other, team_id, other])
    await act(tenant.administrator, id, 'assign', { team_id: to, comment: 'Yours' })
  expect(await metricOf(id)).toMatchObject({ assign_s: 0, teams_count: 2 })
  await act(tenant.administrator, id, 'resolve', resolution)
  expect((await metricOf(id)).fcr).toBe(false)
})

test('a second person or an escalation is no first contact, and an alert is no contact at all', async () => {
  const { tenant } = server()
  const [first, second, reporter] = await Promise.all(
    ['agent', 'agent', 'end_user'].map((role) => tenant.person(role)),
  )
  const fcrAfter = async (work: (id: number) => Promise<void>, fields: object = {}) => {
    const id = await report(reporter!, fields)
    await work(id)
    await act(second!, id, 'resolve', resolution)
    return (await metricOf(id)).fcr
  }
  expect(await fcrAfter(async () => {})).toBe(true)
  expect(await fcrAfter((id) => act(first!, id, 'acknowledge'))).toBe(false)
  expect(
    await fcrAfter((id) => act(second!, id, 'escalate', { reason: 'slow', user_id: second!.userId })),
  ).toBe(false)
  expect(await fcrAfter(async () => {}, { channel: 'monitoring' })).toBe(null)
})

test('a change that fails writes no metric, for it is one transaction', async () => {
  const { administrator } = server().tenant
  const id = await report(administrator)
  expectProblem(await administrator.post(`/api/v1/incidents/${id}/close/`), 409)
  expect(await metricOf(id)).toBeUndefined()
})

test('a metric that is lost or of an older formula is made anew from the ledger, and is the same', async () => {
  const { tenant, clock, sql } = server()
  const agent = await tenant.person('agent')
  const work = async (forget: (id: number) => Promise<unknown>) => {
    const id = await report(tenant.administrator, { assignee_id: agent.userId })
    for (const [after, action, body] of [
      [5, 'acknowledge', {}],
      [0, 'hold', { hold_reason: 'awaiting_vendor' }],
      [10, 'resume', {}],
      [0, 'add_comment', { body: 'Soon' }],
      [0, 'resolve', resolution],
      [20, 'reopen', { reason: 'It is back' }],
      [0, 'escalate', { reason: 'Twice already', user_id: agent.userId }],
    ] as const) {
      clock.advance({ hours: after })
      await act(agent, id, action, body)
    }
    await forget(id)
    await act(agent, id, 'resolve', resolution)
    const { hold_s, ...metric } = await metricOf(id)
    const { touches, teams_count, escalated, reopened, fcr, formula_version } = metric
    return {
      hours: [metric.ack_s, metric.assign_s, metric.first_response_s, metric.wall_resolve_s].map(hours),
      held: hours(hold_s.awaiting_vendor),
      ...{ touches, teams_count, escalated, reopened, fcr, formula_version },
    }
  }
  const kept = await work(async () => {})
  expect(kept).toMatchObject({ hours: [5, 0, 15, 35], held: 10, touches: 8, escalated: true, reopened: true })
  expect(await work((id) => sql('delete from app.incident_metrics where incident_id = $1', [id]))).toEqual(
    kept,
  )
  const spoil = `update app.incident_metrics set formula_version = 0, ack_s = 1, touches = 99 where incident_id = $1`
  expect(await work((id) => sql(spoil, [id]))).toEqual(kept)
})

test('metrics are read only, for the staff, and of the incidents that one sees', async () => {
  const { tenant } = server()
  const { administrator } = tenant
  const [reporter, limited] = [
    await tenant.person('end_user'),
    await tenant.limitedPerson([await clientOf(tenant)], 'noc_operator'),
  ]
  const id = await report(reporter)
  await act(administrator, id, 'acknowledge')
  const metric = await metricOf(id)
  expectProblem(await reporter.get(url), 403)
  expectProblem(await limited.get(`${url}${metric.id}/`), 404)
  expect(await metricOf(id, limited)).toBeUndefined()
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    expectProblem(await administrator.send(method, `${url}${metric.id}/`, {}), 405)
  expectProblem(await administrator.post(url, {}), 405)
})
