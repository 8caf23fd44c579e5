import { beforeEach, expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { PASSWORD, type Person, signIn, unique, useTestServer } from '../../../../test/harness.ts'
import { PATIENCE_MS } from '../../../../test/patience.ts'
import { openLive } from '../../noc/live/live.fixtures.ts'

const server = useTestServer()
const incidents = '/api/v1/incidents/'
const me = '/api/v1/users/me/'
let viewer: Person
let person: Person
beforeEach(async () => {
  const { tenant } = server()
  viewer = await tenant.person('administrator')
  person = await tenant.person('noc_operator', 'end_user')
})

const viewPath = ({ userId }: Person) => `/api/v1/users/${userId}/view_as/`
async function lookAs(seen: Person, by: Person = viewer): Promise<Client> {
  const { status, body } = await by.post(viewPath(seen))
  expect(status, JSON.stringify(body)).toBe(200)
  return new Client(server().url, body.access, by.check)
}
async function report(by: Client): Promise<number> {
  const { status, body } = await by.post(incidents, { title: unique('Broken') })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}
const giveRole = (user_id: number, role: string) =>
  server().tenant.administrator.post('/api/v1/user-roles/', { user_id, role })
async function takeRole({ userId }: Person, role: string) {
  const { administrator } = server().tenant
  const { body } = await administrator.get(`/api/v1/user-roles/?user_id=${userId}`)
  const grant = body.results.find((one: { role: string }) => one.role === role)
  return administrator.delete(`/api/v1/user-roles/${grant.id}/`)
}

test('who looks as somebody sees what they see and may do, and neither more nor less', async () => {
  const reporter = await server().tenant.person('end_user')
  const [own, others] = [await report(reporter), await report(viewer)]
  const answer = await viewer.post(viewPath(reporter))
  const mine = (await reporter.get(me)).body
  expect(answer.body).toEqual({ access: expect.any(String), expires_in: 900, user: mine })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const view = new Client(server().url, answer.body.access, viewer.check)
  expect((await view.get(me)).body).toEqual(mine)
  expect((await view.get(incidents)).body.results.map(({ id }: { id: number }) => id)).toEqual([own])
  expectProblem(await view.get(`${incidents}${others}/`), 404)
  expectProblem(await view.get('/api/v1/users/'), 403)
})

test('who only looks changes nothing, whatever the method', async () => {
  const view = await lookAs(person)
  const id = await report(person)
  const calls: [method: string, path: string, body: object][] = [
    ['POST', incidents, { title: 'In their name' }],
    ['PATCH', `${incidents}${id}/`, { title: 'Changed' }],
    ['PUT', `${incidents}${id}/`, { title: 'Changed' }],
    ['DELETE', `${incidents}${id}/`, {}],
    ['POST', '/api/v1/auth/change-password/', { old_password: PASSWORD, new_password: 'taken over by me' }],
    ['POST', viewPath(viewer), {}],
  ]
  for (const [method, path, body] of calls) {
    const refused = await view.send(method, path, body)
    expectProblem(refused, 403)
    expect(refused.body.code, `${method} ${path}`).toBe('viewing_only')
  }
  expectProblem(await view.get('/api/v1/auth/sessions/'), 403)
})

test('nobody looks as somebody who holds more, as themselves, or as somebody who is not active', async () => {
  const { administrator, organizationId } = server().tenant
  expectProblem(await person.post(viewPath(viewer)), 403)
  const helper = await server().tenant.person('agent')
  const exception = { permission: 'people.view_as', effect: 'allow', reason: 'Helps on the telephone' }
  await administrator.post('/api/v1/user-permissions/', { user_id: helper.userId, ...exception })
  expectProblem(await helper.post(viewPath(viewer)), 403)
  expect((await helper.post(viewPath(await server().tenant.person('end_user')))).status).toBe(200)

  await server().sql('update app.users set is_superuser = true where id = $1', [person.userId])
  expectProblem(await viewer.post(viewPath(person)), 403)
  expectProblem(await viewer.post(viewPath(viewer)), 409)
  const absent = await server().tenant.person('end_user')
  await administrator.patch(`/api/v1/users/${absent.userId}/`, { is_active: false })
  expectProblem(await viewer.post(viewPath(absent)), 409)
  const foreign = (await server().newTenant()).administrator
  expectProblem(await viewer.post(viewPath(foreign)), 404)

  const home = await server().newTenant()
  await server().sql('update app.users set is_superuser = true where id = $1', [home.administrator.userId])
  home.administrator.token = (await signIn(server().url, home.administrator.username)).token
  const { access } = (await home.administrator.post(`/api/v1/organizations/${organizationId}/enter/`)).body
  expectProblem(await new Client(server().url, access).post(viewPath(absent)), 403)
})

test('the ledger of the person tells who looked, and what they read is recorded under both names', async () => {
  const answer = await viewer.post(viewPath(person))
  const told = (await server().ledger('user', person.userId)).at(-1)
  expect(told).toMatchObject({
    event: 'user.viewed_as',
    actor_id: viewer.userId,
    actor_name: viewer.username,
  })
  expect(told?.after).toEqual({ session_id: expect.any(Number) })

  const view = new Client(server().url, answer.body.access, viewer.check)
  const { headers } = await view.get('/api/noc/alerts/')
  const rows = await server().sql(
    'select actor_kind, actor_id::int, actor_name from app.access_records where request_id = $1',
    [headers.get('x-request-id')],
  )
  const actor_name = `${viewer.username} (as ${person.username})`
  expect(rows).toEqual([{ actor_kind: 'user', actor_id: viewer.userId, actor_name }])
  const sessions = (await person.get('/api/v1/auth/sessions/')).body
  expect(sessions, 'it is not among where the person is signed in').toHaveLength(1)
})

test('the name of a person who is erased leaves the records of who looked as them', async () => {
  const { administrator } = server().tenant
  const { headers } = await (await lookAs(person)).get('/api/noc/alerts/')
  await administrator.delete(`/api/v1/users/${person.userId}/`)
  expect((await administrator.post(`/api/v1/users/${person.userId}/erase/`, {})).status).toBe(204)
  const rows = await server().sql(
    'select actor_id::int, actor_name from app.access_records where request_id = $1',
    [headers.get('x-request-id')],
  )
  expect(rows).toEqual([{ actor_id: viewer.userId, actor_name: `${viewer.username} (as erased)` }])
})

test('it ends with the session it was begun from, and the live stream with it', async () => {
  const own = await signIn(server().url, viewer.username)
  const { body } = await own.post(viewPath(person))
  const view = new Client(server().url, body.access)
  const live = await openLive(view.url, view.token)
  await live.sub('alerts')
  expect((await view.get(me)).status).toBe(200)
  expect((await viewer.post('/api/v1/auth/sessions/end_all/')).status).toBe(204)
  expectProblem(await view.get(me), 401)
  expect(await live.closed(PATIENCE_MS)).toBe(4001)
  expect((await viewer.get(me)).status).toBe(200)
})

test('it ends when its viewer may no longer look or is no longer active, and with the sessions of the person', async () => {
  const ends = [
    () => takeRole(viewer, 'administrator'),
    () => server().tenant.administrator.patch(`/api/v1/users/${viewer.userId}/`, { is_active: false }),
    () => server().tenant.administrator.post(`/api/v1/users/${person.userId}/end_sessions/`),
  ]
  for (const end of ends) {
    viewer = await server().tenant.person('administrator')
    const view = await lookAs(person)
    const live = await openLive(view.url, view.token)
    expect((await view.get(me)).status).toBe(200)
    expect((await end()).status).toBeLessThan(300)
    expectProblem(await view.get(me), 401)
    expect(await live.closed(PATIENCE_MS)).toBe(4001)
  }
})

test('what the person comes to hold beyond its viewer ends it too', async () => {
  const { administrator } = server().tenant
  const helper = await server().tenant.person('agent')
  const exception = { permission: 'people.view_as', effect: 'allow', reason: 'Helps on the telephone' }
  await administrator.post('/api/v1/user-permissions/', { user_id: helper.userId, ...exception })
  const reporter = await server().tenant.person('end_user')
  const view = await lookAs(reporter, helper)
  expect((await view.get(me)).status).toBe(200)
  expect((await giveRole(reporter.userId, 'administrator')).status).toBe(201)
  expectProblem(await view.get(me), 401)
})

test('it lasts 15 minutes', async () => {
  const view = await lookAs(person)
  server().clock.advance({ minutes: 14 })
  expect((await view.get(me)).status).toBe(200)
  server().clock.advance({ minutes: 1, seconds: 1 })
  expectProblem(await view.get(me), 401)
})

test('the live stream shows what the person sees, and goes on by no other token, the person’s own included', async () => {
  const reporter = await server().tenant.person('end_user')
  const view = await lookAs(reporter)
  const live = await openLive(view.url, view.token)
  await live.sub('incidents')
  const others = await report(viewer)
  const own = await report(reporter)
  await live.event(({ eid }) => eid === own, PATIENCE_MS)
  expect(live.events().some(({ eid }) => eid === others)).toBe(false)
  live.say({ t: 'hello', v: 1, token: reporter.token })
  expect(await live.closed(PATIENCE_MS)).toBe(4001)
})
