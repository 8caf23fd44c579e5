import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { teamOf } from '../../../../test/samples.ts'
import { teams } from './team.schema.ts'

const server = useTestServer()

resourceContract({
  resource: teams,
  server,
  create: async (tenant, n) => ({
    name: unique(n % 2 ? 'network' : 'Network'),
    manager_id: n % 2 ? null : tenant.administrator.userId,
    escalation_team_id: n % 2 ? null : await teamOf(tenant),
    description: 'Cables and what runs in them',
    email: n % 2 ? null : 'network@example.org',
    is_active: n % 3 > 0,
  }),
  change: () => ({
    name: unique('Renamed'),
    description: unique('Other'),
    email: `${unique('new')}@example.org`,
  }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { email: 'not an address' }, field: 'email' },
    { body: { manager_id: 987_654_321 }, field: 'manager_id', status: 422 },
    { body: { escalation_team_id: 987_654_321 }, field: 'escalation_team_id', status: 422 },
    { body: { description: 'x'.repeat(2001) }, field: 'description' },
  ],
  searchable: 'name',
  actions: { add_member: { user_id: 1 }, remove_member: { user_id: 1 } },
})

const newTeam = async () => {
  const { body } = await server().tenant.administrator.post(`${teams.path}/`, { name: unique('Team') })
  return { url: `${teams.path}/${body.id}/`, id: body.id as number }
}

test('a member is added once, changes role, is removed, and each step is in the ledger', async () => {
  const { administrator } = server().tenant
  const { url, id } = await newTeam()
  const user_id = administrator.userId
  const added = await administrator.post(`${url}add_member/`, { user_id })
  expect(added.status).toBe(200)
  expect(added.body.members).toMatchObject([{ id: user_id, role: 'member' }])
  const again = await administrator.post(`${url}add_member/`, { user_id })
  expect(again.body).toEqual(added.body)
  const lead = await administrator.post(`${url}add_member/`, { user_id, role: 'lead' })
  expect(lead.body).toMatchObject({ members: [{ id: user_id, role: 'lead' }], version: 3 })
  const removed = await administrator.post(`${url}remove_member/`, { user_id })
  expect(removed.body.members).toEqual([])
  expect((await administrator.post(`${url}remove_member/`, { user_id })).body).toEqual(removed.body)

  const rows = (await server().ledger('team', id)).slice(1)
  expect(rows.map(({ event, after }) => [event, after?.role])).toEqual([
    ['team.member_added', 'member'],
    ['team.member_added', 'lead'],
    ['team.member_removed', null],
  ])
})

test('nobody joins who does not exist here: 422 that names user_id', async () => {
  const { administrator } = server().tenant
  const { url } = await newTeam()
  const stranger = (await server().newTenant()).administrator
  for (const user_id of [987_654_321, stranger.userId]) {
    expectProblem(await administrator.post(`${url}add_member/`, { user_id }), 422, 'user_id')
  }
  expectProblem(await administrator.post(`${url}add_member/`, {}), 400, 'user_id')
  expectProblem(await administrator.post(`${url}add_member/`, { user_id: 1, role: 'boss' }), 400, 'role')
})

test('a deleted person is no member any more', async () => {
  const { administrator, person } = server().tenant
  const { url } = await newTeam()
  const leaver = await person('agent')
  await administrator.post(`${url}add_member/`, { user_id: leaver.userId })
  await administrator.delete(`/api/v1/users/${leaver.userId}/`)
  expect((await administrator.get(url)).body.members).toEqual([])
})
