import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type Person, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { ROLE_KEYS } from '../core.permissions.ts'
import { userRoles } from './user-role.ts'

const server = useTestServer()

async function newUser({ administrator }: TestTenant): Promise<number> {
  const username = unique('user')
  const body = { username, email: `${username}@example.org` }
  return (await administrator.post('/api/v1/users/', body)).body.id
}

resourceContract({
  resource: userRoles,
  server,
  create: async (tenant, n) => ({
    user_id: await newUser(tenant),
    role: ROLE_KEYS.filter((role) => role !== 'auditor')[n % 8],
  }),
  change: () => ({ role: 'auditor' }),
  invalid: [
    { body: { role: 'emperor' }, field: 'role' },
    { body: { user_id: 987_654_321 }, field: 'user_id', status: 422 },
  ],
})

test('a role is held once', async () => {
  const { tenant } = server()
  const user_id = await newUser(tenant)
  const grant = () => tenant.administrator.post(`${userRoles.path}/`, { user_id, role: 'agent' })
  expect((await grant()).status).toBe(201)
  expectProblem(await grant(), 422, 'role')
})

test('the last active administrator stays one: not taken, not changed, not disabled, not deleted', async () => {
  const tenant = await server().newTenant()
  const { administrator: last, person } = tenant
  const roleOf = async (id: number): Promise<number> =>
    (await last.get(`${userRoles.path}/?user_id=${id}&role=administrator`)).body.results[0].id
  const at = async (id: number) => `${userRoles.path}/${await roleOf(id)}/`
  const own = await at(last.userId)
  expectProblem(await last.delete(own), 409)
  expectProblem(await last.patch(own, { role: 'auditor' }), 409)

  const second = await person('administrator')
  expect((await last.patch(`/api/v1/users/${second.userId}/`, { is_active: false })).status).toBe(200)
  expectProblem(await last.delete(own), 409)
})

test('two administrators who remove each other at the same time leave one', async () => {
  const { administrator: one, person } = await server().newTenant()
  for (const remove of [
    (by: Person, whom: Person) => by.delete(`/api/v1/users/${whom.userId}/`),
    (by: Person, whom: Person) => by.patch(`/api/v1/users/${whom.userId}/`, { is_active: false }),
  ]) {
    const two = await person('administrator')
    const answers = await Promise.all([remove(one, two), remove(two, one)])
    const done = answers.filter(({ status }) => status < 300)
    expect(done.length, JSON.stringify(answers.map(({ status }) => status))).toBe(1)
    if (done[0] === answers[1]) return
  }
})
