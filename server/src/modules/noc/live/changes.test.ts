import { expect, test } from 'vitest'
import { newSource, openAlert } from '../../../../test/alerts.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { openLive } from './live.fixtures.ts'

const server = useTestServer()

const ask = (person: Person, query: Record<string, string | number>) =>
  person.get(`/api/noc/changes/?${new URLSearchParams({ topics: 'incidents', ...query } as never)}`)

async function newIncident(by: Person): Promise<number> {
  return (await by.post('/api/v1/incidents/', { title: unique('Uplink down') })).body.id
}

test('without a cursor the answer is where the stream stands, at once', async () => {
  const { status, body, headers } = await ask(server().tenant.administrator, {})
  expect(status).toBe(200)
  expect(body).toEqual({
    cursor: expect.stringMatching(/^e1:\d+$/),
    resumed: false,
    reason: null,
    events: [],
    gaps: [],
  })
  expect(headers.get('cache-control')).toBe('no-store')
})

test('what happened since the cursor is answered at once, and never again', async () => {
  const { administrator } = server().tenant
  const source = await newSource(server())
  const start = (await ask(administrator, {})).body.cursor
  const [incident, alert] = [await newIncident(administrator), await openAlert(server(), source)]
  const told: [string, number][] = []
  let cursor = start
  await expect
    .poll(async () => {
      const { body } = await ask(administrator, { topics: 'incidents,alerts', cursor, wait: 0 })
      expect(body).toMatchObject({ resumed: true, reason: null, gaps: [] })
      told.push(...body.events.map(({ k, eid }: { k: string; eid: number }) => [k, eid]))
      cursor = body.cursor
      return told.toSorted()
    })
    .toEqual([
      ['alert', alert.id],
      ['incident', incident],
    ])
  const after = await ask(administrator, { topics: 'incidents,alerts', cursor, wait: 0 })
  expect(after.body).toMatchObject({ cursor, resumed: true, events: [] })
})

test('the answer waits for something to happen, as the record is shown in its list', async () => {
  const { administrator } = server().tenant
  const { cursor } = (await ask(administrator, {})).body
  const answer = ask(administrator, { cursor, wait: 10 })
  await expect.poll(async () => (await administrator.get('/metrics')).body).toMatch(/^ws_connections 1$/m)
  const id = await newIncident(administrator)
  const { body } = await answer
  expect(body.events).toMatchObject([{ id: ['incidents'], k: 'incident', op: 'upsert', eid: id, ver: 1 }])
  const { results } = (await administrator.get('/api/v1/incidents/?page_size=1')).body
  expect(body.events[0].d).toEqual(results[0])
})

test('who is asked in vain answers when the wait is over, with the same cursor', async () => {
  const { administrator } = server().tenant
  const { cursor } = (await ask(administrator, {})).body
  const { body } = await ask(administrator, { cursor, wait: 1 })
  expect(body).toEqual({ cursor, resumed: true, reason: null, events: [], gaps: [] })
})

test('a cursor of another epoch is not resumed, and says why', async () => {
  const { body } = await ask(server().tenant.administrator, { cursor: 'e7:1' })
  expect(body).toMatchObject({ resumed: false, reason: 'epoch', events: [] })
  expect(body.cursor).toMatch(/^e1:/)
})

test('it asks for a token, the permission and a topic that exists, and takes one of five places', async () => {
  const { tenant, anonymous, url } = server()
  expect((await anonymous.get('/api/noc/changes/?topics=incidents')).status).toBe(401)
  const user = await tenant.person('end_user')
  expect((await ask(user, { topics: 'alerts' })).status).toBe(403)
  expect((await ask(user, { topics: 'nonsense' })).status).toBe(404)
  expect((await ask(user, { wait: 26 })).status).toBe(400)
  const five = await Promise.all([1, 2, 3, 4, 5].map(() => openLive(url, user.token)))
  expect((await ask(user, {})).status).toBe(429)
  await Promise.all(five.map((client) => client.close()))
  await expect.poll(async () => (await ask(user, {})).status).toBe(200)
})
