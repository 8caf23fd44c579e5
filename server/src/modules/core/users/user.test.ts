import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { PASSWORD, signIn, unique, useTestServer } from '../../../../test/harness.ts'
import { clientOf, departmentOf } from '../../../../test/samples.ts'
import { systemContext } from '../../../platform/context.ts'
import { users } from './user.schema.ts'
import { createUser } from './user.service.ts'

const server = useTestServer()
const email = () => `${unique('person')}@example.org`

resourceContract({
  resource: users,
  server,
  create: async (tenant, n) => ({
    username: unique('person'),
    password: PASSWORD,
    roles: ['agent'],
    client_ids: [await clientOf(tenant)],
    email: email(),
    display_name: unique(n % 2 ? 'jo' : 'Jo'),
    department_id: n % 2 ? null : await departmentOf(tenant),
    manager_id: n % 2 ? null : tenant.administrator.userId,
    is_active: true,
    is_vip: n % 3 === 0,
    phone: n % 2 ? null : '+49 30 1234',
    mobile_phone: '+49 170 1234',
    time_zone: 'Europe/Berlin',
    locale: 'de',
  }),
  replace: async (tenant) => ({ email: email(), department_id: await departmentOf(tenant) }),
  change: () => ({ email: email(), display_name: unique('Changed'), time_zone: 'Asia/Tokyo' }),
  invalid: [
    { body: { username: 'two words' }, field: 'username' },
    { body: { username: '' }, field: 'username' },
    { body: { email: 'nowhere' }, field: 'email' },
    { body: { roles: ['emperor'] }, field: 'roles', status: 422 },
    { body: { time_zone: 'Mars/Olympus' }, field: 'time_zone' },
    { body: { locale: '-' }, field: 'locale' },
    { body: { client_ids: [987_654_321] }, field: 'client_ids', status: 422 },
    { body: { password: 'short' }, field: 'password', status: 422 },
    { body: { password: 'x'.repeat(1001) }, field: 'password' },
    { body: { is_superuser: true }, field: 'is_superuser' },
    { body: { last_login_at: null }, field: 'last_login_at' },
  ],
  searchable: 'display_name',
})

const create = (fields: object) => {
  const username = unique('person')
  return server().tenant.administrator.post(`${users.path}/`, { username, email: email(), ...fields })
}

test('a username is taken once across all tenants, in any letter case', async () => {
  const stranger = (await server().newTenant()).administrator
  expectProblem(await create({ username: stranger.username }), 422, 'username')
  expectProblem(await create({ username: stranger.username.toUpperCase() }), 422, 'username')
})

test('an e-mail address is taken once within a tenant', async () => {
  const taken = email()
  expect((await create({ email: taken })).status).toBe(201)
  expectProblem(await create({ email: taken }), 422, 'email')
})

test('a weak password is refused: too short, too common, or its owner’s name', async () => {
  for (const password of ['1234567', 'password', 'Password1', '12345678', 'qwertyuiop', 'i am jolene!'])
    expectProblem(
      await create({ username: `${unique('jolene')}`, password, email: 'jolene@example.org' }),
      422,
      'password',
    )
})

test('a password is neither stored nor answered nor logged as it is', async () => {
  const password = unique('a very long secret')
  const { body } = await create({ password })
  expect(JSON.stringify(body)).not.toContain(password)
  const stored = await server().sql('select * from auth.credentials')
  expect(JSON.stringify(stored)).not.toContain(password)
  expect(JSON.stringify(stored)).toContain('$argon2id$')
  expect(server().log()).not.toContain(password)
})

test('roles grant their permissions, and taking one away takes effect at once', async () => {
  const { administrator, person } = server().tenant
  const agent = await person()
  expect((await agent.get('/api/v1/users/me/')).body).toMatchObject({ roles: [], permissions: [] })
  expectProblem(await agent.get('/api/v1/incidents/'), 403)
  const grant = await administrator.post('/api/v1/user-roles/', { user_id: agent.userId, role: 'agent' })
  expect((await agent.get('/api/v1/incidents/')).status).toBe(200)
  const me = (await agent.get('/api/v1/users/me/')).body
  expect(me.permissions).toContain('incidents.resolve')
  expect(me.permissions).not.toContain('people.manage')
  await administrator.delete(`/api/v1/user-roles/${grant.body.id}/`)
  expectProblem(await agent.get('/api/v1/incidents/'), 403)
})

test('me is who is signed in, whatever else they may see', async () => {
  const nobody = await server().tenant.person()
  const { body } = await nobody.get('/api/v1/users/me/')
  expect(body).toMatchObject({
    id: nobody.userId,
    username: nobody.username,
    organization_id: server().tenant.organizationId,
    is_superuser: false,
    mfa_enabled: false,
  })
})

test('nobody deactivates or deletes themselves', async () => {
  const { administrator } = server().tenant
  const own = `${users.path}/${administrator.userId}/`
  expectProblem(await administrator.patch(own, { is_active: false }), 409)
  expectProblem(await administrator.delete(own), 409)
})

test('who creates people and may not grant roles creates them without', async () => {
  const { tenant, door } = server()
  const { organizationId, administrator } = tenant
  const actor = { kind: 'user' as const, id: administrator.userId, name: 'somebody' }
  const ctx = { ...systemContext(organizationId, ''), actor, permissions: new Set(['people.manage']) }
  const username = unique('person')
  const input = { username, email: email(), roles: ['administrator' as const] }
  const attempt = door.write(ctx, (tx) => createUser(tx, input, 'x'))
  await expect(attempt).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('roles.grant'),
  })
  expect(await door.write(ctx, (tx) => createUser(tx, { ...input, roles: [] }, 'x'))).toBeGreaterThan(0)
})

test('a name may be signed in with in any letter case', async () => {
  const { username } = await server().tenant.person()
  await signIn(server().url, username.toUpperCase())
})
