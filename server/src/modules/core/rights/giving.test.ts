import { beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { type Person, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { teamOf } from '../../../../test/samples.ts'
import { permissionsOf } from './rights.ts'

const server = useTestServer()
let tenant: TestTenant
/** Gives roles and manages people, and holds besides what agents hold. */
let helper: Person
const HELPER = ['people.view', 'people.manage', 'roles.grant', 'roles.manage', 'records.restore']

beforeAll(async () => {
  tenant = server().tenant
  const permissions = [...HELPER, ...permissionsOf(['agent'])].filter((one, n, all) => all.indexOf(one) === n)
  await newRole({ key: 'helper', permissions })
  helper = await tenant.person('helper')
})

async function newRole(fields: { key?: string; permissions: string[] }, by = tenant.administrator) {
  return by.post('/api/v1/roles/', { key: unique('role').replace('-', '_'), name: unique('Role'), ...fields })
}
const grant = (by: Person, user_id: number, role: string, more = {}) =>
  by.post('/api/v1/user-roles/', { user_id, role, ...more })
const except = (by: Person, user_id: number, permission: string, effect = 'allow') =>
  by.post('/api/v1/user-permissions/', { user_id, permission, effect, reason: 'A test' })
const newUser = (by: Person, roles: string[]) => {
  const username = unique('person')
  return by.post('/api/v1/users/', { username, email: `${username}@example.org`, roles })
}

/** 403 that names the permission which the caller lacks. */
function expectRefused(answer: Answer, permission: RegExp = /permission \w+[.:]\w+/) {
  expectProblem(answer, 403)
  expect(answer.body.detail).toMatch(permission)
}

test('who gives rights gives what they hold: by a role, an exception, a role of one’s own, a new person', async () => {
  const { userId } = await tenant.person()
  expect((await grant(helper, userId, 'agent')).status).toBe(201)
  expect((await except(helper, userId, 'people.manage')).status).toBe(201)
  expect((await newRole({ permissions: ['incidents.view'] }, helper)).status).toBe(201)
  expect((await newUser(helper, ['agent'])).status).toBe(201)
})

test('nobody gives what they do not hold, in whatever way', async () => {
  const { userId } = await tenant.person()
  expectRefused(await grant(helper, userId, 'administrator'))
  expectRefused(await grant(helper, userId, 'manager'), /permission incidents\.\w+/)
  expectRefused(await grant(helper, userId, 'manager', { valid_from: '2126-01-01T00:00:00Z' }))
  expectRefused(await except(helper, userId, 'incidents.delete'), /permission incidents\.delete/)
  expectRefused(await newRole({ permissions: ['incidents.delete'] }, helper), /permission incidents\.delete/)
  expectRefused(await newUser(helper, ['administrator']))
  const { body: given } = await grant(helper, userId, 'agent')
  expectRefused(await helper.patch(`/api/v1/user-roles/${given.id}/`, { role: 'administrator' }))
  const { body: role } = await newRole({ permissions: ['incidents.view'] }, helper)
  expectRefused(await helper.patch(`/api/v1/roles/${role.id}/`, { permissions: ['incidents.delete'] }))
})

test('what was taken or deleted by those who hold more is not brought back by others', async () => {
  const { administrator, person } = tenant
  const target = await person()
  const { body: given } = await grant(administrator, target.userId, 'manager')
  await administrator.delete(`/api/v1/user-roles/${given.id}/`)
  expectRefused(await helper.post(`/api/v1/user-roles/${given.id}/restore/`))
  await grant(administrator, target.userId, 'agent')
  const { body: denied } = await except(administrator, target.userId, 'incidents.view', 'deny')
  expect((await helper.delete(`/api/v1/user-permissions/${denied.id}/`)).status).toBe(204)

  const manager = await person('manager')
  await administrator.delete(`/api/v1/users/${manager.userId}/`)
  expectRefused(await helper.post(`/api/v1/users/${manager.userId}/restore/`))
})

test('nobody takes over who holds more: not changed, deactivated, deleted, nor their rights cut', async () => {
  const { administrator, person } = tenant
  const manager = await person('manager')
  const at = `/api/v1/users/${manager.userId}/`
  for (const change of [{ email: `${unique('mine')}@example.org` }, { is_active: false }, { is_vip: true }])
    expectRefused(await helper.patch(at, change))
  expectRefused(await helper.delete(at))
  for (const way of ['disable_mfa', 'end_sessions', 'anonymise'])
    expectRefused(await helper.post(`${at}${way}/`))
  const invited = (await newUser(administrator, ['manager'])).body.id
  expectRefused(await helper.post(`/api/v1/users/${invited}/invite/`))
  expectRefused(await except(helper, manager.userId, 'incidents.view', 'deny'))
  const { results } = (await helper.get(`/api/v1/user-roles/?user_id=${manager.userId}`)).body
  expectRefused(await helper.delete(`/api/v1/user-roles/${results[0].id}/`))
  expectRefused(
    await helper.patch(`/api/v1/user-roles/${results[0].id}/`, { valid_until: '2126-01-01T00:00:00Z' }),
  )
  expectRefused(await helper.patch(`/api/v1/users/${administrator.userId}/`, { is_active: false }))

  const agent = await person('agent')
  expect((await helper.patch(`/api/v1/users/${agent.userId}/`, { is_active: false })).status).toBe(200)
})

test('a role that gives more than one holds is not changed by one, even to give less', async () => {
  const { body } = await newRole({ permissions: ['incidents.delete', 'incidents.view'] })
  expectRefused(await helper.patch(`/api/v1/roles/${body.id}/`, { permissions: [] }), /incidents\.delete/)
})

test('nobody changes their own rights: no grant, no exception, no role that they hold, no longer time', async () => {
  const { administrator } = tenant
  for (const by of [helper, administrator]) {
    expectProblem(await grant(by, by.userId, 'agent'), 403)
    expectProblem(await except(by, by.userId, 'people.view'), 403)
    const { results } = (await by.get(`/api/v1/user-roles/?user_id=${by.userId}`)).body
    expectProblem(await by.patch(`/api/v1/user-roles/${results[0].id}/`, { valid_until: null }), 403)
  }
  const { results } = (await helper.get('/api/v1/roles/?key=helper')).body
  expectProblem(await helper.patch(`/api/v1/roles/${results[0].id}/`, { permissions: HELPER }), 403)
})

test('who is limited themselves gives within their limits only', async () => {
  const team = await teamOf(tenant)
  const { administrator, person } = tenant
  const other = (await administrator.post('/api/v1/teams/', { name: unique('Team') })).body.id
  const lead = await person()
  expect((await grant(administrator, lead.userId, 'helper', { scope: 'team', scope_id: team })).status).toBe(
    201,
  )
  const { userId } = await person()
  expectProblem(await grant(lead, userId, 'agent'), 403)
  expectProblem(await grant(lead, userId, 'agent', { scope: 'team', scope_id: other }), 403)
  expectProblem(await newUser(lead, ['agent']), 403)
  expect((await grant(lead, userId, 'agent', { scope: 'team', scope_id: team })).status).toBe(201)
})
