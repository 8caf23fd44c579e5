import { beforeAll, expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import {
  PASSWORD,
  type Person,
  signIn,
  superuserOf,
  type TestTenant,
  unique,
  useTestServer,
} from '../../../../test/harness.ts'
import { openLive } from '../../noc/live/live.fixtures.ts'
import { tenants } from './tenant.schema.ts'

const server = useTestServer()
const url = '/api/v1/organizations/'
let home: TestTenant
let superuser: Person
beforeAll(async () => {
  home = await server().newTenant()
  superuser = await superuserOf(server(), home)
})

resourceContract({
  resource: tenants,
  server,
  isOfInstallation: true,
  make: async () => (await server().newTenant()).organizationId,
})

const newTenant = () => {
  const username = unique('first')
  const administrator = { username, email: `${username}@example.org`, password: PASSWORD }
  return {
    name: unique('Tenant'),
    code: unique('t'),
    locale: 'de-AT',
    time_zone: 'Europe/Vienna',
    administrator,
  }
}
const ledger = (organizationId: number, event: string) =>
  server().sql(
    'select actor_kind, actor_id, actor_name, subject_id, after from app.ledger where organization_id = $1 and event = $2 order by id',
    [organizationId, event],
  )
async function enter(organizationId: number): Promise<Client> {
  const { status, body } = await superuser.post(`${url}${organizationId}/enter/`)
  expect(status, JSON.stringify(body)).toBe(200)
  return new Client(server().url, body.access, superuser.check)
}

test('a superuser makes a tenant with its administrator, and both ledgers tell of it', async () => {
  const { administrator, ...fields } = newTenant()
  const { status, body } = await superuser.post(url, { ...fields, administrator })
  expect(status, JSON.stringify(body)).toBe(201)
  expect(body).toMatchObject({ ...fields, organization_id: body.id, parent_id: null, kind: 'tenant' })
  const first = await signIn(server().url, administrator.username)
  expect((await first.get('/api/v1/users/me/')).body).toMatchObject({
    organization_id: body.id,
    roles: ['administrator'],
    is_superuser: false,
  })
  expect((await first.get('/api/v1/roles/?is_system=true')).body.count).toBe(9)
  expect((await first.get(url)).body.count).toBe(1)

  const actor_name = `${superuser.username} (platform)`
  const [created] = await ledger(body.id, 'organization.created')
  expect(created).toMatchObject({ actor_kind: 'user', actor_id: null, actor_name, subject_id: body.id })
  const [founded] = await ledger(home.organizationId, 'tenant.founded')
  expect(founded).toMatchObject({
    actor_id: superuser.userId,
    subject_id: body.id,
    after: { name: fields.name, administrator: administrator.username },
  })
})

test('only superusers make tenants, and a tenant comes with its administrator', async () => {
  const { administrator } = home
  expectProblem(await administrator.post(url, newTenant()), 403)
  expectProblem(await superuser.post(url, { name: unique('Tenant') }), 422, 'administrator')
  expectProblem(await superuser.post(url, { ...newTenant(), kind: 'customer' }), 422, 'kind')
  const taken = { ...newTenant().administrator, username: administrator.username }
  expectProblem(await superuser.post(url, { ...newTenant(), administrator: taken }), 422, 'username')
  const weak = { ...newTenant().administrator, password: 'password' }
  expectProblem(await superuser.post(url, { ...newTenant(), administrator: weak }), 422, 'password')
})

test('superusers, and nobody else, see which tenants there are', async () => {
  const { organizationId } = server().tenant
  const page = await superuser.get('/api/v1/tenants/?page_size=100')
  expect(page.body.results.map(({ id }: { id: number }) => id)).toEqual(
    expect.arrayContaining([organizationId, home.organizationId]),
  )
  const { name } = (await superuser.get(`/api/v1/tenants/${organizationId}/`)).body
  expect((await superuser.get(`/api/v1/tenants/?name=${name}`)).body).toMatchObject({ count: 1 })
  for (const path of ['', `${organizationId}/`])
    expectProblem(await home.administrator.get(`/api/v1/tenants/${path}`), 403)
  expectProblem(await superuser.get(`${url}${organizationId}/`), 404)
})

test('a superuser bypasses roles, but not tenancy', async () => {
  expect((await superuser.get('/api/v1/incidents/')).status).toBe(200)
  const id = (await server().tenant.administrator.post('/api/v1/incidents/', { title: 'Theirs' })).body.id
  expectProblem(await superuser.get(`/api/v1/incidents/${id}/`), 404)
})

test('who enters is an administrator there, named as what they are, and both ledgers tell of it', async () => {
  const { organizationId, administrator } = server().tenant
  const visitor = await enter(organizationId)
  const me = (await visitor.get('/api/v1/users/me/')).body
  const display_name = `${superuser.username} (platform)`
  expect(me).toMatchObject({ display_name, organization_id: organizationId, is_superuser: false })
  expect((await visitor.get('/api/v1/auth/verify-token/')).body.user.organization_id).toBe(organizationId)
  expect(me.permissions).toEqual((await administrator.get('/api/v1/users/me/')).body.permissions)

  const { status, body } = await visitor.post('/api/v1/incidents/', { title: 'By a visitor' })
  expect(status, JSON.stringify(body)).toBe(201)
  expect(body).toMatchObject({ created_by: null, requester_id: null })
  const [row] = await server().ledger('incident', body.id)
  expect(row).toMatchObject({ actor_name: display_name, actor_id: null })
  const told = { subject_id: organizationId, after: { name: me.organization.name } }
  expect((await ledger(organizationId, 'tenant.entered')).at(-1)).toMatchObject({
    ...told,
    actor_name: display_name,
  })
  const athome = (await ledger(home.organizationId, 'tenant.entered')).at(-1)
  expect(athome).toMatchObject({ ...told, actor_id: superuser.userId })
})

test('nobody else enters, a visitor goes no further, and there is nothing to enter at home or nowhere', async () => {
  const { organizationId } = server().tenant
  expectProblem(await home.administrator.post(`${url}${organizationId}/enter/`), 403)
  const visitor = await enter(organizationId)
  expectProblem(await visitor.post(`${url}${home.organizationId}/enter/`), 403)
  expectProblem(await visitor.post(url, newTenant()), 403)
  expectProblem(await superuser.post(`${url}${home.organizationId}/enter/`), 409)
  expectProblem(await superuser.post(`${url}987654321/enter/`), 404)
  const part = { name: unique('Part'), parent_id: organizationId }
  const { id } = (await server().tenant.administrator.post(url, part)).body
  expectProblem(await superuser.post(`${url}${id}/enter/`), 404)
})

test('a visit lasts 15 minutes, and ends when the visitor is no superuser or no longer active at home', async () => {
  const { clock, tenant, sql } = server()
  const visitor = await enter(tenant.organizationId)
  const live = await openLive(server().url, visitor.token)
  expect((await visitor.get(url)).status).toBe(200)
  await sql('update app.users set is_superuser = false where id = $1', [superuser.userId])
  expectProblem(await visitor.get(url), 401)
  expect(await live.closed(15_000)).toBe(4001)
  await sql('update app.users set is_superuser = true where id = $1', [superuser.userId])

  const again = await enter(tenant.organizationId)
  clock.advance({ minutes: 15 })
  expectProblem(await again.get(url), 401)
})

test('a new password is as long as the organization says', async () => {
  const { administrator, organizationId } = await server().newTenant()
  const settings = { password_min_length: 20 }
  expect((await administrator.patch(`${url}${organizationId}/`, { settings })).body.settings).toEqual(
    settings,
  )
  const person = (password: string) => {
    const username = unique('person')
    return administrator.post('/api/v1/users/', { username, email: `${username}@example.org`, password })
  }
  expectProblem(await person('nineteen characters'), 422, 'password')
  expect((await person('twenty characters ok')).status).toBe(201)
})
