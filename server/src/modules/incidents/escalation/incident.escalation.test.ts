import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
const url = '/api/v1/incidents/'
let administrator: Person
let agent: Person
beforeAll(async () => {
  administrator = server().tenant.administrator
  agent = await server().tenant.person('agent')
})

const newTeam = async (fields: object = {}): Promise<number> => {
  const { status, body } = await administrator.post('/api/v1/teams/', { name: unique('Team'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}
const report = async (fields: object = {}) => {
  const { status, body } = await administrator.post(url, { title: unique('Incident'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const escalate = (id: number, body: object = {}) =>
  agent.post(`${url}${id}/escalate/`, { reason: 'It takes too long', ...body })
const someone = () => server().tenant.person('agent')

test('without a target the work goes to the next tier of its team, and nobody of the old one keeps it', async () => {
  const third = await newTeam()
  const second = await newTeam({ escalation_team_id: third })
  const first = await newTeam({ escalation_team_id: second })
  const { id } = await report({ team_id: first, assignee_id: agent.userId })
  expect((await escalate(id)).body).toMatchObject({
    team: { id: second },
    assignee_id: null,
    escalation_level: 1,
    reassignment_count: 1,
    status: 'new',
    escalated_at: expect.any(String),
    escalated_to_id: null,
  })
  expect((await escalate(id, { kind: 'Functional' })).body).toMatchObject({
    team_id: third,
    escalation_level: 2,
  })
  const end = await escalate(id)
  expectProblem(end, 422, 'team_id')
  expect(end.body.detail).toContain('escalation_team_id')
  const found = await agent.get(`${url}?escalation_level__gte=2&team_id=${third}`)
  expect(found.body.results.map((incident: { id: number }) => incident.id)).toEqual([id])
})

test('where nothing can be derived, the answer says what is missing', async () => {
  const { id } = await report()
  const functional = await escalate(id)
  expectProblem(functional, 422, 'team_id')
  expect(functional.body.detail).toContain('the incident has no team')
  expectProblem(await escalate(id, { kind: 'hierarchical' }), 422, 'user_id')
  expectProblem(await agent.post(`${url}${id}/escalate/`, { kind: 'hierarchical' }), 422, 'reason')
  expectProblem(await escalate(id, { kind: 'sideways' }), 400, 'kind')
  expect((await agent.get(`${url}${id}/`)).body.escalation_level).toBe(0)
})

test('a next tier that was deleted or rests is none', async () => {
  const gone = await newTeam()
  const resting = await newTeam({ is_active: false })
  const { id } = await report({ team_id: await newTeam({ escalation_team_id: gone }) })
  await administrator.delete(`/api/v1/teams/${gone}/`)
  expectProblem(await escalate(id), 422, 'team_id')
  const other = await report({ team_id: await newTeam({ escalation_team_id: resting }) })
  expectProblem(await escalate(other.id), 422, 'team_id')
})

test('a named team or person takes the work over; a hand-over from team to team is counted', async () => {
  const team_id = await newTeam()
  const { id } = await report()
  const first = (await escalate(id, { team_id })).body
  expect(first).toMatchObject({ team_id, reassignment_count: 0, escalation_level: 1 })
  const person = await someone()
  expect((await escalate(id, { user_id: person.userId })).body).toMatchObject({
    team_id,
    assignee_id: person.userId,
    reassignment_count: 0,
    escalation_level: 2,
  })
  const other = await newTeam()
  const both = await escalate(id, { team_id: other, user_id: agent.userId })
  expect(both.body).toMatchObject({ team_id: other, assignee_id: agent.userId, reassignment_count: 1 })
})

test('a hierarchical escalation calls the manager beside the work, then the one above', async () => {
  const head = await someone()
  const chief = await someone()
  await administrator.patch(`/api/v1/users/${chief.userId}/`, { manager_id: head.userId })
  const team_id = await newTeam({ manager_id: chief.userId })
  const { id } = await report({ team_id, assignee_id: agent.userId })
  const called = await escalate(id, { kind: 'hierarchical' })
  expect(called.body).toMatchObject({
    escalated_to: { id: chief.userId },
    assignee_id: agent.userId,
    team_id,
    reassignment_count: 0,
    escalation_level: 1,
  })
  expect((await escalate(id, { kind: 'hierarchical' })).body).toMatchObject({
    escalated_to_id: head.userId,
    escalation_level: 2,
  })
  expectProblem(await escalate(id, { kind: 'hierarchical' }), 422, 'user_id')
  expectProblem(await escalate(id, { kind: 'hierarchical', team_id }), 422, 'team_id')
  const named = await escalate(id, { kind: 'hierarchical', user_id: agent.userId })
  expect(named.body).toMatchObject({ escalated_to_id: agent.userId, escalation_level: 3 })
  const mine = await agent.get(`${url}?escalated_to_id=${agent.userId}`)
  expect(mine.body.results.map((incident: { id: number }) => incident.id)).toEqual([id])
})

test('the manager is the team’s, else the assignee’s, else a lead of the team; never who works on it', async () => {
  const boss = await someone()
  const lead = await someone()
  const worker = await someone()
  await administrator.patch(`/api/v1/users/${worker.userId}/`, { manager_id: boss.userId })
  const team_id = await newTeam({ manager_id: worker.userId })
  const member = { user_id: lead.userId, role: 'lead' }
  await administrator.post(`/api/v1/teams/${team_id}/add_member/`, member)
  const called = async (fields: object) => {
    const { id } = await report({ team_id, ...fields })
    return (await escalate(id, { kind: 'hierarchical' })).body.escalated_to_id
  }
  expect(await called({ assignee_id: agent.userId }), 'the team’s').toBe(worker.userId)
  expect(await called({ assignee_id: worker.userId }), 'the assignee’s').toBe(boss.userId)
  await administrator.patch(`/api/v1/users/${boss.userId}/`, { is_active: false })
  expect(await called({ assignee_id: worker.userId }), 'a lead').toBe(lead.userId)
})

test('each escalation is in the timeline with its kind, reason and target', async () => {
  const chief = await someone()
  const next = await newTeam()
  const team_id = await newTeam({ manager_id: chief.userId, escalation_team_id: next })
  const { id } = await report({ team_id })
  await escalate(id, { kind: 'hierarchical', reason: 'The client calls daily' })
  await escalate(id, { reason: 'Needs a router person' })
  const { results } = (await agent.get(`${url}${id}/timeline/`)).body
  expect(results.slice(0, 2)).toMatchObject([
    {
      event: 'incident.escalated',
      before: { escalation_level: 1, team_id },
      after: { kind: 'functional', reason: 'Needs a router person', escalation_level: 2, team_id: next },
    },
    {
      event: 'incident.escalated',
      before: { escalation_level: 0, escalated_to_id: null },
      after: { kind: 'hierarchical', reason: 'The client calls daily', escalated_to_id: chief.userId },
    },
  ])
})

test('nobody is their own manager and no team its own next tier: 422 that names the field', async () => {
  const team = await newTeam()
  const own = await administrator.patch(`/api/v1/teams/${team}/`, { escalation_team_id: team })
  expectProblem(own, 422, 'escalation_team_id')
  const self = await administrator.patch(`/api/v1/users/${agent.userId}/`, { manager_id: agent.userId })
  expectProblem(self, 422, 'manager_id')
})
