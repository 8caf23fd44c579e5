import { expect, test } from 'vitest'
import { newSource } from '../../../../test/alerts.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { openLive } from './live.fixtures.ts'

const server = useTestServer()
const DEFLATING = { caps: ['deflate'] }
const listen = (person: Person, more = {}) => openLive(server().url, person.token, more)

/** Opens so many alerts at once, and says when somebody has heard of them all. */
async function openMany(count: number) {
  const source = await newSource(server())
  const alertname = unique('Alert')
  const alerts = Array.from({ length: count }, (_, n) => ({ labels: { alertname, device: `sw-${n}` } }))
  expect((await source.push(...alerts)).status).toBe(200)
  return (client: Awaited<ReturnType<typeof listen>>) =>
    expect.poll(() => client.events().filter(({ d }) => d.title === alertname).length).toBe(count)
}

test('who can inflate gets large frames deflated, the same bytes as everybody of equal rights, and everybody the same events', async () => {
  const { administrator } = server().tenant
  const clients = await Promise.all([{}, DEFLATING, DEFLATING].map((more) => listen(administrator, more)))
  for (const client of clients) await client.sub('alerts')
  const heardAll = await openMany(30)
  await Promise.all(clients.map(heardAll))
  const [plain, one, other] = clients
  expect(plain?.deflated).toEqual([])
  expect(one?.deflated.length).toBeGreaterThan(0)
  expect(one?.deflated).toEqual(other?.deflated)
  expect(one?.events()).toEqual(plain?.events())
  expect(one?.cursor()).toBe(plain?.cursor())
  const sizes = one?.deflated.reduce((sum, { length }) => sum + length, 0) ?? 0
  expect(sizes).toBeLessThan(JSON.stringify(plain?.events()).length / 5)
  await Promise.all(clients.map((client) => client.close()))
})

test('short frames stay text', async () => {
  const client = await listen(server().tenant.administrator, DEFLATING)
  await client.sub('incidents')
  client.say({ t: 'ping' })
  await client.frame(({ t }) => t === 'pong')
  expect(client.deflated).toEqual([])
  await client.close()
})

test('a snapshot and what was missed come deflated as well', async () => {
  const { administrator } = server().tenant
  const before = await listen(administrator)
  await before.sub('alerts')
  const heardAll = await openMany(20)
  await heardAll(before)
  const snapshot = await listen(administrator, DEFLATING)
  const { items } = await snapshot.sub('alerts', { snapshot: { limit: 20 } })
  expect(items).toHaveLength(20)
  expect(snapshot.deflated).toHaveLength(1)
  const back = await listen(administrator, { ...DEFLATING, cursor: before.frames[0].cursor })
  back.say({ t: 'sub', id: 'alerts', topic: 'alerts' })
  await heardAll(back)
  expect(back.deflated.length).toBeGreaterThan(0)
  await Promise.all([before, snapshot, back].map((client) => client.close()))
})

test('capabilities that we do not know are passed over, and too many break the protocol', async () => {
  const { administrator } = server().tenant
  const client = await listen(administrator, { caps: ['snapshot', 'cbor'] })
  await client.sub('alerts')
  await (await openMany(10))(client)
  expect(client.deflated).toEqual([])
  client.say({ t: 'hello', v: 1, token: administrator.token, caps: Array(17).fill('x') })
  expect(await client.closed()).toBe(4010)
})
