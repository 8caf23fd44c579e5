import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
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
