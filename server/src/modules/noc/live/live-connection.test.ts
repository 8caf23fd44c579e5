import { afterAll, expect, test } from 'vitest'
import { type Person, TEST_CONFIG, useTestServer } from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
import { dial, openLive, readStream } from './live.fixtures.ts'

const server = useTestServer()
const others: Runtime[] = []
afterAll(() => Promise.all(others.map(({ close }) => close())))
const listen = (person: Person, more = {}) => openLive(server().url, person.token, more)

async function opened(more = {}) {
  const client = dial(server().url, more)
  await new Promise((resolve) => client.socket.once('open', resolve))
  return client
}

const refusal = (more = {}) =>
  new Promise<number>((resolve) => {
    const { socket } = dial(server().url, more)
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0))
    socket.on('open', () => resolve(101))
  })

test('a page of a foreign origin cannot open a socket, our own can', async () => {
  expect(await refusal({ headers: { origin: 'https://evil.example' } })).toBe(403)
  expect(await refusal({ headers: { origin: 'null' } })).toBe(403)
  expect(await refusal({ headers: { origin: 'http://watchdesk.test' } })).toBe(101)
  expect(await refusal({ headers: { origin: server().url } })).toBe(101)
})

test('nothing but the live address can be upgraded, with or without its last slash', async () => {
  expect(await refusal({ path: '/ws/noc' })).toBe(101)
  expect(await refusal({ path: '/ws/' })).toBe(404)
  expect(await refusal({ path: '/ws/noc/other' })).toBe(404)
  expect(await refusal({ path: '/api/noc/alerts/' })).toBe(404)
})

test('who says nothing for ten seconds is closed', async () => {
  const client = await opened()
  expect(await client.closed()).toBe(4001)
})

test('who says hello without a token, or with a broken one, is closed with 4001', async () => {
  const { token } = server().tenant.administrator
  for (const hello of [{}, { token: 'broken' }, { token: `${token?.slice(0, -4)}AAAA` }]) {
    const client = await opened()
    client.say({ t: 'hello', v: 1, ...hello })
    expect(await client.closed()).toBe(4001)
    expect(client.frames).toEqual([{ t: 'bye', code: 4001 }])
  }
})

test('a token may come with the upgrade', async () => {
  const { token } = server().tenant.administrator
  const client = await opened({ headers: { authorization: `Bearer ${token}` } })
  client.say({ t: 'hello', v: 1 })
  await client.frame(({ t }) => t === 'welcome')
  await client.close()
})

test('what breaks the protocol is closed with 4010', async () => {
  const broken = ['{', '[]', '{"t":"dance"}', { t: 'hello', v: 2 }, { t: 'sub', id: 'a', topic: 'incidents' }]
  for (const frame of broken) {
    const client = await opened()
    client.say(frame)
    expect(await client.closed(), JSON.stringify(frame)).toBe(4010)
  }
  const binary = await opened()
  const hello = { t: 'hello', v: 1, token: server().tenant.administrator.token }
  binary.socket.send(Buffer.from(JSON.stringify(hello)), { binary: true })
  expect(await binary.closed()).toBe(4010)
})

test('a frame of more than 16 KB ends the connection', async () => {
  const client = await listen(server().tenant.administrator)
  client.say({ t: 'sub', id: 'a', topic: 'x'.repeat(17_000) })
  expect(await client.closed()).toBe(1009)
})

test('more frames than 20 a second in the long run are too many', async () => {
  const client = await listen(server().tenant.administrator)
  for (let n = 0; n < 120; n++) client.say({ t: 'ping' })
  expect(await client.closed()).toBe(4010)
})

test('a connection has at most 50 subscriptions', async () => {
  const client = await listen(server().tenant.administrator)
  for (let n = 0; n < 50; n++) client.say({ t: 'sub', id: `s${n}`, topic: 'incidents' })
  await client.frame(({ id, t }) => id === 's49' && t === 'snap')
  expect(await client.sub('incidents', { id: 'one-more' })).toMatchObject({ t: 'err', code: 'invalid' })
  await client.close()
})

test('a person has at most five connections, and may open another once one is closed', async () => {
  const person = await server().tenant.person('agent')
  const five = await Promise.all([1, 2, 3, 4, 5].map(() => listen(person)))
  const sixth = await opened()
  sixth.say({ t: 'hello', v: 1, token: person.token })
  expect(await sixth.closed()).toBe(4009)
  await five[0]?.close()
  await expect
    .poll(async () => {
      const client = await opened()
      client.say({ t: 'hello', v: 1, token: person.token })
      return (await client.frame(() => true)).t
    })
    .toBe('welcome')
})

test('who loses a role is told of a gap, and from then on sees what is left to them', async () => {
  const { tenant } = server()
  const person = await tenant.person('agent')
  const client = await listen(person)
  await Promise.all([client.sub('incidents'), client.sub('alerts')])
  const { body } = await tenant.administrator.get(`/api/v1/user-roles/?user_id=${person.userId}`)
  await tenant.administrator.post('/api/v1/user-roles/', { user_id: person.userId, role: 'end_user' })
  await tenant.administrator.delete(`/api/v1/user-roles/${body.results[0].id}/`)
  const isGap = (of: string) => client.frame(({ t, id, why }) => t === 'gap' && id === of && why === 'authz')
  await Promise.all([isGap('incidents'), isGap('alerts')])
  await tenant.administrator.post('/api/v1/incidents/', { title: 'Not theirs' })
  const own = (await person.post('/api/v1/incidents/', { title: 'Theirs' })).body.id
  await client.event(({ eid }) => eid === own)
  expect(client.events().map(({ eid }) => eid)).toEqual([own])
  expect(await client.sub('alerts', { id: 'again' })).toMatchObject({ t: 'err', code: 'forbidden' })
  await client.close()
})

test('a token is warned of before it ends, may be renewed, and closes with 4012 when it is over', async () => {
  const { clock, tenant, url } = server()
  const [stays, goes] = await Promise.all([tenant.person('agent'), tenant.person('agent')])
  const old = goes.token
  const [renewed, expired] = await Promise.all([listen(stays), listen(goes)])
  clock.advance({ minutes: 14, seconds: 40 })
  await expired.frame(({ t, code }) => t === 'err' && code === 'token_expiring')
  const fresh = await stays.renew?.()
  renewed.say({ t: 'hello', v: 1, token: fresh })
  await renewed.frame(({ t }) => t === 'renewed')
  clock.advance({ seconds: 40 })
  expect(await expired.closed()).toBe(4012)
  const late = dial(url)
  await new Promise((resolve) => late.socket.once('open', resolve))
  late.say({ t: 'hello', v: 1, token: old })
  expect(await late.closed()).toBe(4012)
  // Long enough for its rights to be looked at again.
  await new Promise((resolve) => setTimeout(resolve, 4500))
  renewed.say({ t: 'ping' })
  await renewed.frame(({ t }) => t === 'pong')
  // A token of somebody else does not take the connection over.
  await goes.get('/api/v1/users/me/')
  renewed.say({ t: 'hello', v: 1, token: goes.token })
  expect(await renewed.closed()).toBe(4001)
})

test('an event stream asks for a token and the permission, and ends with the token', async () => {
  const { clock, tenant, url, anonymous } = server()
  const user = await tenant.person('end_user')
  expect((await anonymous.get('/api/noc/stream/?topics=incidents')).status).toBe(401)
  expect((await user.get('/api/noc/stream/?topics=incidents,alerts')).status).toBe(403)
  expect((await user.get('/api/noc/stream/?topics=nonsense')).status).toBe(404)
  expect((await user.get('/api/noc/stream/')).status).toBe(400)
  const stream = await readStream(url, user.token, 'incidents')
  clock.advance({ minutes: 16 })
  await stream.until(({ t, code }) => t === 'bye' && code === 4012)
})

test('a server that stops sends everybody away, each to come back at another moment', async () => {
  const runtime = await startRuntime(TEST_CONFIG, server().address, createLogger('silent'), server().clock)
  const url = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  const { administrator } = server().tenant
  await administrator.get('/api/v1/users/me/')
  const clients = await Promise.all([1, 2, 3].map(() => openLive(url, administrator.token)))
  const closing = runtime.close()
  expect(await Promise.all(clients.map((client) => client.closed()))).toEqual([4011, 4011, 4011])
  const waits = clients.map(({ frames }) => frames.find(({ t }) => t === 'bye').retry_ms)
  expect(new Set(waits).size).toBeGreaterThan(1)
  await closing
})

test('the metrics tell of connections, queues, gaps, resumes and the lag of the relay', async () => {
  const { administrator } = server().tenant
  const client = await listen(administrator, { cursor: 'e1:0' })
  const { body } = await administrator.get('/metrics')
  for (const line of [/^ws_connections [1-9]/m, /^ws_queue_bytes \d/m, /^outbox_lag_seconds \d/m])
    expect(body).toMatch(line)
  expect(body).toMatch(/ws_gaps_total\{why="authz"\} 2/)
  expect(body).toMatch(/ws_resume_total\{result="replayed"\} 1/)
  for (const name of [
    'fanout_seconds_count',
    'fanout_slice_seconds_count',
    'snapshot_seconds_count',
    'conflated_total',
  ])
    expect(body).toContain(name)
  await client.close()
})
