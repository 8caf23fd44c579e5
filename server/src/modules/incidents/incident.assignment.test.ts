import { expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import { unique, useTestServer } from '../../../test/harness.ts'
import { incidentDesk } from '../../../test/incidents.ts'

const server = useTestServer()
const { act, change, incidentIn, read, report, comments } = incidentDesk(server)
const newTeam = async (...members: number[]): Promise<number> => {
  const { administrator } = server().tenant
  const { id } = (await administrator.post('/api/v1/teams/', { name: unique('Team') })).body
  for (const user_id of members) await administrator.post(`/api/v1/teams/${id}/add_member/`, { user_id })
  return id
}

test('another team needs a note of why; another person does not, nor does the first team', async () => {
  const { id } = await incidentIn('in_progress')
  const [first, second] = [await newTeam(), await newTeam()]
  expect((await act(id, 'assign', { team_id: first })).status).toBe(200)
  const agent = await server().tenant.person('agent')
  expect((await act(id, 'assign', { assignee_id: agent.userId })).status).toBe(200)
  const { actions } = await read(id)
  expect(actions).toContainEqual({
    action: 'assign',
    requires: [],
    requires_if: [{ field: 'team_id', is_not: [first], requires: ['comment'] }],
  })
  expectProblem(await act(id, 'assign', { team_id: second }), 422, 'comment')
  expectProblem(await act(id, 'assign', { team_id: null }), 422, 'comment')
  const moved = await act(id, 'assign', { team_id: second, comment: 'It is the firewall' })
  expect(moved.body).toMatchObject({ team_id: second, assignee_id: agent.userId, reassignment_count: 3 })
  expect(await comments(id)).toMatchObject([{ body: 'It is the firewall', visibility: 'internal' }])
})

test('only what differs counts as handed over, and before work begins nothing does', async () => {
  const [team, other] = [await newTeam(), await newTeam()]
  const { id } = await report({ team_id: team })
  expect((await act(id, 'assign', { team_id: other })).body).toMatchObject({ reassignment_count: 0 })
  const again = await act(id, 'assign', { team_id: other, comment: 'Take it' })
  expect(again.body).toMatchObject({ changed: false, reassignment_count: 0 })
  const { userId } = server().tenant.administrator
  const taken = await act(id, 'assign', { team_id: other, assignee_id: userId })
  expect(taken.body).toMatchObject({ changed: true, reassignment_count: 1 })
})

test('it is taken from a person as long as a team has it, and while it is new from everybody', async () => {
  const { userId } = server().tenant.administrator
  const team = await newTeam(userId)
  const { id } = await report({ team_id: team, assignee_id: userId })
  expect((await change(id, { assignee_id: null, team_id: null })).body).toMatchObject({
    assignee: null,
    team: null,
  })
  await act(id, 'assign', { team_id: team, assignee_id: userId })
  expect((await change(id, { assignee_id: null })).body).toMatchObject({
    assignee_id: null,
    team_id: team,
    reassignment_count: 1,
  })
  for (const answer of [
    await change(id, { team_id: null }),
    await act(id, 'assign', { team_id: null, comment: 'x' }),
  ])
    expectProblem(answer, 422, 'team_id')
  expectProblem(await change(id, { assignee_id: userId }), 400, 'assignee_id')
})

test('what is given to somebody is acknowledged by them or their team; what nobody has by anybody', async () => {
  const { tenant } = server()
  const [assignee, member, outsider] = [
    await tenant.person('agent'),
    await tenant.person('agent'),
    await tenant.person('agent'),
  ]
  const team_id = await newTeam(member.userId)
  const given = () => report({ team_id, assignee_id: assignee.userId })
  const { id } = await given()
  const refused = await act(id, 'acknowledge', {}, outsider)
  expectProblem(refused, 403)
  expect(refused.body.detail).toContain('assign it to yourself first')
  expect((await act(id, 'acknowledge', {}, member)).status).toBe(200)
  expect((await act((await given()).id, 'acknowledge', {}, assignee)).status).toBe(200)
  expect((await act((await report()).id, 'acknowledge', {}, outsider)).status).toBe(200)
})
