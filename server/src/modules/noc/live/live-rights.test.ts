import { afterAll, expect, test } from 'vitest'
import { PASSWORD, type Person, TEST_CONFIG, unique, useTestServer } from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
import { dial, openLive } from './live.fixtures.ts'

const server = useTestServer()
const others: Runtime[] = []
afterAll(() => Promise.all(others.map(({ close }) => close())))
const listen = (person: Person, more = {}) => openLive(server().url, person.token, more)

test('who signs out is gone from the stream at once', async () => {
  const person = await server().tenant.person('agent')
  const client = await listen(person)
  const { body } = await server().anonymous.post('/api/v1/auth/login/', {
    username: person.username,
    password: PASSWORD,
  })
  const other = await openLive(server().url, body.access)
  await server().anonymous.post('/api/v1/auth/logout/', { refresh: body.refresh })
  expect(await other.closed()).toBe(4001)
  client.say({ t: 'ping' })
  await client.frame(({ t }) => t === 'pong')
  await client.close()
})

test('who is deactivated is gone from the stream at once, in another process as well', async () => {
  const { tenant, address, clock } = server()
  const runtime = await startRuntime(TEST_CONFIG, address, createLogger('silent'), clock)
  others.push(runtime)
  const url = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  const person = await tenant.person('agent')
  const [here, there] = await Promise.all([listen(person), openLive(url, person.token)])
  await tenant.administrator.patch(`/api/v1/users/${person.userId}/`, { is_active: false })
  expect(await Promise.all([here.closed(), there.closed()])).toEqual([4001, 4001])
})

test('of what was written after the loss of a right nothing more is told', async () => {
  const { tenant } = server()
  const [person, witness] = [await tenant.person('agent'), await listen(tenant.administrator)]
  const client = await listen(person)
  await Promise.all([client.sub('incidents'), witness.sub('incidents')])
  const { body } = await tenant.administrator.get(`/api/v1/user-roles/?user_id=${person.userId}`)
  await tenant.administrator.post('/api/v1/user-roles/', { user_id: person.userId, role: 'end_user' })
  await tenant.administrator.delete(`/api/v1/user-roles/${body.results[0].id}/`)
  // At once, without waiting for anything: the stream itself has the order.
  const title = unique('After')
  const written = await Promise.all(
    [1, 2, 3, 4, 5].map(() => tenant.administrator.post('/api/v1/incidents/', { title })),
  )
  const ids = written.map(({ body: { id } }) => id)
  await Promise.all(ids.map((id) => witness.event(({ eid }) => eid === id)))
  await client.frame(({ t, why }) => t === 'gap' && why === 'authz')
  const own = (await person.post('/api/v1/incidents/', { title: 'Theirs' })).body.id
  await client.event(({ eid }) => eid === own)
  expect(client.events().map(({ eid }) => eid)).toEqual([own])
  await Promise.all([client.close(), witness.close()])
})

test('who may listen to nothing is closed with 4003, at the door and later', async () => {
  const { tenant, url } = server()
  const nobody = await tenant.person()
  const client = dial(url)
  await new Promise((resolve) => client.socket.once('open', resolve))
  client.say({ t: 'hello', v: 1, token: nobody.token })
  expect(await client.closed()).toBe(4003)

  const person = await tenant.person('agent')
  const live = await listen(person)
  await live.sub('incidents')
  const { body } = await tenant.administrator.get(`/api/v1/user-roles/?user_id=${person.userId}`)
  await tenant.administrator.delete(`/api/v1/user-roles/${body.results[0].id}/`)
  expect(await live.closed()).toBe(4003)
  expect(live.frames.filter(({ t }) => t === 'gap')).toMatchObject([{ id: 'incidents', why: 'authz' }])
})
