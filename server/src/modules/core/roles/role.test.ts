import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { ROLE_KEYS } from '../core.permissions.ts'
import { permissionsOf } from '../rights/rights.ts'
import { roles } from './role.schema.ts'

const server = useTestServer()
const url = `${roles.path}/`
const key = () => unique('role').replace('-', '_')
const input = (permissions: string[]) => ({ key: key(), name: unique('Role'), permissions })

resourceContract({
  resource: roles,
  server,
  create: () => ({ ...input(['incidents.view', 'noc:ack']), description: 'For the night' }),
  replace: () => ({ name: unique('Role'), permissions: ['incidents.view'] }),
  change: () => ({ name: unique('Renamed'), permissions: ['incidents.view', 'incidents.create'] }),
  invalid: [
    { body: { key: 'Two words' }, field: 'key' },
    { body: { key: 'agent' }, field: 'key', status: 422 },
    { body: { name: '' }, field: 'name' },
    { body: { permissions: ['incidents.juggle'] }, field: 'permissions', status: 422 },
    { body: { permissions: ['platform.operate'] }, field: 'permissions', status: 422 },
    { body: { permissions: ['incidents.view', 'incidents.view'] }, field: 'permissions' },
    { body: { is_system: true }, field: 'is_system' },
  ],
})

test('the built-in roles are there from the start, with what the code says they may do, and stay as they are', async () => {
  const { administrator } = await server().newTenant()
  const { body } = await administrator.get(`${url}?is_system=true&ordering=key`)
  expect(body.results.map(({ key }: { key: string }) => key)).toEqual([...ROLE_KEYS].sort())
  for (const { id, key, permissions } of body.results) {
    expect(permissions, key).toEqual([...permissionsOf([key])].sort())
    expectProblem(await administrator.patch(`${url}${id}/`, { name: 'Mine' }), 409)
    expectProblem(await administrator.delete(`${url}${id}/`), 409)
  }
})

test('a role of one’s own gives what it names, and a change of it takes effect at the next request', async () => {
  const { administrator, person } = server().tenant
  const { body: role } = await administrator.post(url, input(['people.view']))
  const holder = await person(role.key)
  expect((await holder.get('/api/v1/users/me/')).body).toMatchObject({
    roles: [role.key],
    permissions: ['people.view'],
  })
  expectProblem(await holder.get('/api/v1/incidents/'), 403)
  const permissions = ['people.view', 'incidents.view']
  expect((await administrator.patch(`${url}${role.id}/`, { permissions })).status).toBe(200)
  expect((await holder.get('/api/v1/incidents/')).status).toBe(200)
  await administrator.patch(`${url}${role.id}/`, { permissions: [] })
  expectProblem(await holder.get('/api/v1/incidents/'), 403)
})

test('a role that somebody holds is not deleted, and its key is never given again', async () => {
  const { administrator, person } = server().tenant
  const { body: role } = await administrator.post(url, input(['people.view']))
  const { userId } = await person(role.key)
  expectProblem(await administrator.delete(`${url}${role.id}/`), 409)
  const grants = await administrator.get(`/api/v1/user-roles/?user_id=${userId}`)
  await administrator.delete(`/api/v1/user-roles/${grants.body.results[0].id}/`)
  expect((await administrator.delete(`${url}${role.id}/`)).status).toBe(204)
  expectProblem(
    await administrator.post('/api/v1/user-roles/', { user_id: userId, role: role.key }),
    422,
    'role',
  )
  expectProblem(await administrator.post(url, { ...input([]), key: role.key }), 422, 'key')
})
