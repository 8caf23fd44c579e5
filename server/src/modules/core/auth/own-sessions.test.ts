import { afterAll, expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { eventually, PASSWORD, type Person, TEST_CONFIG, useTestServer } from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
import { openLive } from '../../noc/live/live.fixtures.ts'

const server = useTestServer()
const others: Runtime[] = []
afterAll(() => Promise.all(others.map(({ close }) => close())))

const path = '/api/v1/auth/sessions/'
const me = '/api/v1/users/me/'

interface Shown {
  id: number
  is_current: boolean
  created_at: string
  last_used_at: string
}

/** One more session of somebody, as if from another device. */
async function another(person: Person, agent = 'Other/1.0') {
  const body = { username: person.username, password: PASSWORD }
  const answer = await server().anonymous.post('/api/v1/auth/login/', body, { 'user-agent': agent })
  const { access, refresh } = answer.body
  return { client: new Client(server().url, access, person.check), refresh: refresh as string }
}
const sessionsOf = async (client: Client) => (await client.get(path)).body as Shown[]
const idOf = async (client: Client) =>
  (await sessionsOf(client)).find(({ is_current }) => is_current)?.id as number
const newPerson = () => server().tenant.person('agent')

test('somebody sees where they are signed in, what was used last first, and which one they speak in', async () => {
  const person = await newPerson()
  const { client } = await another(person, 'Telephone/2.1')
  const { status, body } = await client.get(path)
  expect(status).toBe(200)
  expect(body).toHaveLength(2)
  expect(body[0]).toMatchObject({ user_agent: 'Telephone/2.1', address: '127.0.0.1', is_current: true })
  expect(body[1].is_current).toBe(false)
  expect(await sessionsOf(await newPerson()), 'nobody sees those of others').toHaveLength(1)
})

test('a session was last used when its tokens were renewed, and is not shown once its last token is over', async () => {
  const person = await newPerson()
  const { refresh } = await another(person)
  server().clock.advance({ hours: 23 })
  const { client } = await another(person)
  await server().anonymous.post('/api/v1/auth/token/refresh/', { refresh })
  server().clock.advance({ hours: 2 })
  const shown = await sessionsOf((await another(person)).client)
  expect(shown, 'the first one of all is over').toHaveLength(3)
  const renewed = shown.find(({ created_at, last_used_at }) => created_at !== last_used_at)
  const between = Date.parse(renewed?.last_used_at ?? '') - Date.parse(renewed?.created_at ?? '')
  expect(Math.round(between / 3_600_000)).toBe(23)
  expectProblem(await client.get(path), 401)
})

test('whoever ends a session is rid of it with its next call, refresh token and live stream included', async () => {
  const person = await newPerson()
  const { client, refresh } = await another(person)
  const live = await openLive(client.url, client.token)
  const id = await idOf(client)
  expect((await person.delete(`${path}${id}/`)).status).toBe(204)
  expectProblem(await client.get(me), 401)
  expectProblem(await server().anonymous.post('/api/v1/auth/token/refresh/', { refresh }), 401)
  expect(await live.closed()).toBe(4001)
  expect((await person.get(me)).status, 'their own goes on').toBe(200)
  expectProblem(await person.delete(`${path}${id}/`), 404)
})

test('nobody ends the session of somebody else', async () => {
  const { tenant, newTenant } = server()
  const person = await newPerson()
  const id = await idOf(person)
  const strangers = [await newPerson(), tenant.administrator, (await newTenant()).administrator]
  for (const stranger of strangers) expectProblem(await stranger.delete(`${path}${id}/`), 404)
  expect((await person.get(me)).status).toBe(200)
})

test('end_all leaves the session that asks, and says in the ledger which ones it ended', async () => {
  const person = await newPerson()
  const ended = [(await another(person)).client, (await another(person)).client]
  const ids = await Promise.all(ended.map(idOf))
  const answer = await person.post(`${path}end_all/`)
  expect(answer.status).toBe(204)
  for (const client of ended) expectProblem(await client.get(me), 401)
  expect(await sessionsOf(person)).toMatchObject([{ is_current: true }])
  const rows = await server().sql(
    `select event, actor_id::int, subject_ids::int[], after from app.ledger where request_id = $1`,
    [answer.headers.get('x-request-id')],
  )
  const { userId, username } = person
  const after = { user_id: userId, user: username }
  expect(rows).toEqual([
    { event: 'session.ended', actor_id: userId, subject_ids: expect.arrayContaining(ids), after },
  ])
})

test('who manages people ends all sessions of somebody, in another process as well', async () => {
  const { tenant, address, clock } = server()
  const runtime = await startRuntime(TEST_CONFIG, address, createLogger('silent'), clock)
  others.push(runtime)
  const url = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  const person = await newPerson()
  const { client } = await another(person)
  const there = new Client(url, client.token)
  expect((await there.get(me)).status).toBe(200)
  const live = await openLive(url, client.token)
  const end = `/api/v1/users/${person.userId}/end_sessions/`
  expectProblem(await client.post(end), 403)
  expect((await tenant.administrator.post(end)).body).toMatchObject({ id: person.userId, changed: true })
  for (const one of [person, client]) expectProblem(await one.get(me), 401)
  expect(await live.closed()).toBe(4001)
  await eventually('the other process to know', async () => (await there.get(me)).status === 401)
  expect((await tenant.administrator.post(end)).body.changed, 'there is none left').toBe(false)
  expectProblem(await (await server().newTenant()).administrator.post(end), 404)
})
