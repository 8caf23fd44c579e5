import { request } from 'node:http'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSource, storedAlerts } from '../../../../test/alerts.ts'
import { eventually, unique, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
const newGeneric = () => newSource(server(), server().tenant, { kind: 'generic' })
const send = (key: string, alerts: object[]) => server().anonymous.post(`/api/ingest/generic/${key}/`, alerts)

/** Holds up the transactions of sources until it lets go. */
let holder: pg.Client
beforeAll(async () => {
  holder = new pg.Client(server().address)
  await holder.connect()
})
afterAll(() => holder.end())

/** What is sent meanwhile arrives while a transaction of the source runs. */
async function whileHeld<T>(sourceId: number, work: () => Promise<T>[]): Promise<T[]> {
  const name = `alert source ${server().tenant.organizationId}/${sourceId}`
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
  const answers = work()
  await eventually('a transaction that waits', async () => {
    const rows = await server().sql(`select from pg_locks where locktype = 'advisory' and not granted`)
    return rows.length > 0
  })
  // The others need only reach the process; what comes later makes a further group, which changes no answer.
  await new Promise((resolve) => setTimeout(resolve, 300))
  await holder.query('commit')
  return Promise.all(answers)
}

test('requests that arrive while a transaction of their source runs share the next one', async () => {
  const source = await newSource(server())
  const mark = unique('Shared')
  const names = Array.from({ length: 20 }, (_, n) => `${mark}-${n}`)
  const answers = await whileHeld(source.id, () =>
    names.map((alertname) => source.push({ labels: { alertname } })),
  )
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200))
  expect(await storedAlerts(server(), mark)).toHaveLength(20)
  const [{ n } = { n: 0 }] = await server().sql<{ n: number }>(
    'select count(distinct xmin::text)::int as n from app.alerts where title like $1',
    [`${mark}%`],
  )
  expect(n, 'transactions').toBeLessThan(10)
})

test('each request is told what became of its own alerts: one has created them, the others repeat them', async () => {
  const { id, key } = await newGeneric()
  const alert = { dedup_key: unique('key'), title: 'Twice', starts_at: '2026-01-01T00:00:00Z' }
  const other = { dedup_key: unique('key'), title: 'Once' }
  const answers = await whileHeld(id, () => [
    ...Array.from({ length: 8 }, () => send(key, [alert])),
    send(key, [other, alert]),
  ])
  const results = answers.flatMap(({ body }) => body.results as { dedup_key: string; result: string }[])
  const ofAlert = results.filter(({ dedup_key }) => dedup_key === alert.dedup_key).map(({ result }) => result)
  expect(ofAlert.toSorted()).toEqual(['created', ...Array(8).fill('repeated')])
  expect(results.filter(({ dedup_key }) => dedup_key === other.dedup_key)).toMatchObject([
    { result: 'created' },
  ])
  const [row] = await storedAlerts(server(), 'Twice')
  expect(row).toMatchObject({ occurrence_count: 9, version: 1 })
})

test('what one request brings and the database refuses does not fail its neighbours', async () => {
  const source = await newSource(server())
  await server().sql(`alter table app.alerts add constraint planted check (title <> 'poison')`)
  const mark = unique('neighbour')
  const names = [`${mark}-1`, 'poison', `${mark}-2`, `${mark}-3`]
  const answers = await whileHeld(source.id, () =>
    names.map((alertname) => source.push({ labels: { alertname } })),
  )
  await server().sql('alter table app.alerts drop constraint planted')
  expect(answers.map(({ status }) => status)).toEqual([200, 503, 200, 200])
  expect(await storedAlerts(server(), mark)).toHaveLength(3)
})

test('when more is on its way in than there is room for, the next is sent away at once, to come again', async () => {
  const source = await newSource(server())
  const path = `/am/${source.key}/api/v2/alerts`
  const headers = { 'content-type': 'application/json', 'content-length': 10 * 1024 * 1024 }
  // They announce 80 MiB and never send them.
  const slow = Array.from({ length: 8 }, () => {
    const sending = request(server().url + path, { method: 'POST', headers })
    sending.on('error', () => {})
    sending.write('[')
    return sending
  })
  await Promise.race(slow.map((sending) => new Promise((resolve) => sending.once('response', resolve))))
  const large = `[${' '.repeat(9 * 1024 * 1024)}]`
  const refused = await source.am.post('/alerts', large)
  expect(refused).toMatchObject({ status: 503, body: { code: 503 } })
  expect(refused.headers.get('retry-after')).toBe('5')
  for (const sending of slow) sending.destroy()
  await eventually('room', async () => (await source.am.post('/alerts', large)).status === 200)
})
