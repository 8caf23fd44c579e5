import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type Person, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { clientOf, teamOf } from '../../../../test/samples.ts'
import { catalogue } from '../../../platform/module.ts'
import { ROLE_KEYS } from '../core.permissions.ts'
import { isGrantable } from '../rights/rights.ts'
import { userRoles } from './user-role.schema.ts'

const server = useTestServer()
const url = `${userRoles.path}/`

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
    valid_from: n % 2 ? null : '2026-01-02T03:04:05.678Z',
    valid_until: n % 2 ? null : '2126-01-02T03:04:05.678Z',
  }),
  change: () => ({ role: 'auditor' }),
  invalid: [
    { body: { role: 'emperor' }, field: 'role', status: 422 },
    { body: { user_id: 987_654_321 }, field: 'user_id', status: 422 },
    { body: { scope: 'galaxy' }, field: 'scope' },
    { body: { scope: 'team' }, field: 'scope_id', status: 422 },
    { body: { scope_id: 1 }, field: 'scope_id', status: 422 },
    { body: { scope: 'client', scope_id: 987_654_321 }, field: 'scope_id', status: 422 },
    { body: { valid_from: 'tomorrow' }, field: 'valid_from' },
    {
      body: { valid_from: '2026-02-01T00:00:00Z', valid_until: '2026-01-01T00:00:00Z' },
      field: 'valid_until',
      status: 422,
    },
  ],
})

test('a role is held once in each scope', async () => {
  const { tenant } = server()
  const user_id = await newUser(tenant)
  const grant = (scope?: object) => tenant.administrator.post(url, { user_id, role: 'agent', ...scope })
  for (const scope of [{}, { scope: 'team', scope_id: await teamOf(tenant) }]) {
    expect((await grant(scope)).status).toBe(201)
    expectProblem(await grant(scope), 422, 'role')
  }
})

test('a scope is a living team or client of this organization, and is shown by its name', async () => {
  const { tenant, newTenant } = server()
  const foreign = await newTenant()
  for (const [scope, of] of [
    ['team', teamOf],
    ['client', clientOf],
  ] as const) {
    const body = { user_id: await newUser(tenant), role: 'agent', scope }
    expectProblem(
      await tenant.administrator.post(url, { ...body, scope_id: await of(foreign) }),
      422,
      'scope_id',
    )
    const scope_id = await of(tenant)
    const granted = await tenant.administrator.post(url, { ...body, scope_id })
    expect(granted.body).toMatchObject({ scope, scope_id, scope_record: { id: scope_id } })
  }
})

const grantOf = async (by: Person, of: Person): Promise<string> =>
  `${url}${(await by.get(`${url}?user_id=${of.userId}`)).body.results[0].id}/`

test('the last active administrator stays one: not taken, changed, limited in time, denied, disabled or deleted', async () => {
  const tenant = await server().newTenant()
  const { administrator: last, person } = tenant
  const everything = {
    key: 'deputy',
    name: 'Deputy',
    permissions: Object.keys(catalogue).filter(isGrantable),
  }
  expect((await last.post('/api/v1/roles/', everything)).status).toBe(201)
  const deputy = await person('deputy')
  const theirs = await grantOf(deputy, last)
  expectProblem(await deputy.delete(theirs), 409)
  expectProblem(await deputy.patch(theirs, { role: 'auditor' }), 409)
  expectProblem(await deputy.patch(theirs, { valid_until: '2126-01-02T03:04:05Z' }), 409)
  const denied = { user_id: last.userId, permission: 'roles.grant', effect: 'deny', reason: 'A coup' }
  expectProblem(await deputy.post('/api/v1/user-permissions/', denied), 409)
  const at = `/api/v1/users/${last.userId}/`
  expectProblem(await deputy.patch(at, { is_active: false }), 409)
  expectProblem(await deputy.delete(at), 409)

  const second = await person('administrator')
  expect((await deputy.delete(theirs)).status).toBe(204)
  expectProblem(await deputy.delete(await grantOf(deputy, second)), 409)
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
