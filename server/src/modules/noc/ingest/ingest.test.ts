import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findAlert, newSource, type TestSource } from '../../../../test/alerts.ts'
import { Client } from '../../../../test/client.ts'
import { startTestServer, TEST_CONFIG, type TestServer, unique } from '../../../../test/harness.ts'

let server: TestServer
let source: TestSource
beforeAll(async () => {
  server = await startTestServer()
  source = await newSource(server)
})
afterAll(() => server.close())

const at = (offsetSeconds: number) =>
  new Date(server.clock.now().getTime() + offsetSeconds * 1000).toISOString()
const events = (id: number) =>
  server
    .sql<{ event: string }>('select event from app.alert_events where alert_id = $1 order by id', [id])
    .then((rows) => rows.map((row) => row.event))

describe('a source that repeats itself', () => {
  test('a repeated alert raises the counter and makes no second row, version, event or ledger row', async () => {
    const alertname = unique('Repeated')
    const alert = { labels: { alertname }, startsAt: at(-60), endsAt: at(240) }
    for (let time = 0; time < 3; time++) expect((await source.push(alert)).status).toBe(200)
    const seen = await findAlert(server.tenant, alertname)
    expect(seen).toMatchObject({ occurrence_count: 3, version: 1, status: 'open', severity: 'warning' })
    expect(await events(seen.id)).toEqual(['created'])
    expect(await server.ledger('alert', seen.id)).toHaveLength(1)
  })

  test('the same alert three times in one batch is one row that was heard of three times', async () => {
    const alert = { labels: { alertname: unique('Batch') } }
    await source.push(alert, alert, alert)
    expect(await findAlert(server.tenant, alert.labels.alertname)).toMatchObject({ occurrence_count: 3 })
  })

  test('20 batches of the same 20 alerts at once, each in another order, end in 20 rows and 400 occurrences', async () => {
    const mark = unique('Race')
    const alerts = Array.from({ length: 20 }, (_, n) => ({ labels: { alertname: `${mark}-${n}` } }))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => source.push(...alerts.slice(turn), ...alerts.slice(0, turn))),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    const [row] = await server.sql(
      'select count(*)::int as rows, sum(occurrence_count)::int as heard from app.alerts where title like $1',
      [`${mark}%`],
    )
    expect(row).toEqual({ rows: 20, heard: 400 })
  })
})

describe('the end of an alert', () => {
  test('a resolve from the source resolves it, and its repetition changes nothing', async () => {
    const labels = { alertname: unique('Ends') }
    const over = { labels, startsAt: at(-60), endsAt: at(-1) }
    await source.push({ labels, startsAt: over.startsAt })
    for (let time = 0; time < 2; time++) await source.push(over)
    const seen = await findAlert(server.tenant, labels.alertname)
    expect(seen).toMatchObject({ status: 'resolved', condition: 'ok', version: 2 })
    expect(await events(seen.id)).toEqual(['created', 'resolved'])
  })

  test('within the reopen window it is the same alert again, after it a new one that names the old', async () => {
    const labels = { alertname: unique('Again') }
    await source.push({ labels, startsAt: at(-60) })
    await source.push({ labels, startsAt: at(-60), endsAt: at(-1) })
    await source.push({ labels, startsAt: at(0) })
    const first = await findAlert(server.tenant, labels.alertname)
    expect(first).toMatchObject({ status: 'open', refire_count: 1 })
    await source.push({ labels, startsAt: at(-1), endsAt: at(0) })
    server.clock.advance({ minutes: 16 })
    await source.push({ labels, startsAt: at(0) })
    const second = await findAlert(server.tenant, labels.alertname)
    expect(second.id).not.toBe(first.id)
    const { body } = await (await server.tenant.person('noc_operator')).get(`/api/noc/alerts/${second.id}/`)
    expect(body.previous_alert_id).toBe(first.id)
  })

  test('what a person resolved stays resolved while the source repeats the same occurrence', async () => {
    const labels = { alertname: unique('Held') }
    const startsAt = at(-30)
    await source.push({ labels, startsAt })
    const operator = await server.tenant.person('noc_operator')
    const { id } = await findAlert(server.tenant, labels.alertname)
    await operator.post(`/api/noc/alerts/${id}/resolve/`, { notes: 'known' })
    await source.push({ labels, startsAt })
    expect(await findAlert(server.tenant, labels.alertname)).toMatchObject({ id, status: 'resolved' })
    await source.push({ labels, startsAt: at(0) })
    expect(await findAlert(server.tenant, labels.alertname)).toMatchObject({
      id,
      status: 'open',
      refire_count: 1,
    })
  })

  test('a resolve whose alert was never seen is kept, resolved', async () => {
    const labels = { alertname: unique('Orphan') }
    await source.push({ labels, startsAt: at(-60), endsAt: at(-1) })
    expect(await findAlert(server.tenant, labels.alertname)).toMatchObject({ status: 'resolved' })
  })
})

describe('what a batch is made of', () => {
  test('a bad alert is named and the good ones stay', async () => {
    const labels = { alertname: unique('Good') }
    const { status, body } = await source.push({ labels }, { labels: { empty: '' } })
    expect(status).toBe(400)
    expect(body).toMatch(/at least one label pair/)
    expect(await findAlert(server.tenant, labels.alertname)).toMatchObject({ status: 'open' })
  })

  test('one ledger row tells of a whole batch, with its source as the actor', async () => {
    const mark = unique('Ledger')
    await source.push(...[1, 2, 3].map((n) => ({ labels: { alertname: `${mark}-${n}` } })))
    const { id } = await findAlert(server.tenant, `${mark}-1`)
    const [row, ...more] = await server.ledger('alert', id)
    expect(more).toEqual([])
    expect(row).toMatchObject({ event: 'alert.ingested', actor_id: source.id })
    expect(row?.subject_ids).toHaveLength(3)
  })

  test('an alert belongs to the configuration item that its host names, and to that item’s client and site', async () => {
    const { administrator } = server.tenant
    const client = (await administrator.post('/api/noc/clients/', { name: unique('client') })).body
    const site = (await administrator.post('/api/noc/sites/', { name: 'HQ', client_id: client.id })).body
    const item = (
      await administrator.post('/api/v1/configuration-items/', {
        name: unique('Core switch'),
        host_name: unique('sw'),
        client_id: client.id,
        site_id: site.id,
      })
    ).body
    const alertname = unique('Placed')
    await source.push({ labels: { alertname, instance: `${item.host_name}:9100` } })
    expect(await findAlert(server.tenant, alertname)).toMatchObject({
      configuration_item_id: item.id,
      client_id: client.id,
      site_id: site.id,
    })
  })
})

describe('keys', () => {
  test('an unknown key is 401, another tenant’s key reaches its own alerts only', async () => {
    expect((await new Client(`${server.url}/am/wdk_wrong/api/v2`).get('/status')).status).toBe(401)
    const other = await newSource(server, await server.newTenant())
    const labels = { alertname: unique('Foreign') }
    await other.push({ labels })
    expect(await findAlert(server.tenant, labels.alertname)).toBeUndefined()
    expect(
      (await source.am.get('/alerts')).body.map((alert: { labels: object }) => alert.labels),
    ).not.toContainEqual(labels)
  })

  test('after rotation both keys work for a day, then the new one alone', async () => {
    const rotating = await newSource(server)
    const { body } = await server.tenant.administrator.post(`/api/noc/integrations/${rotating.id}/rotate/`)
    const renewed = new Client(`${server.url}/am/${body.key}/api/v2`)
    expect([(await rotating.am.get('/status')).status, (await renewed.get('/status')).status]).toEqual([
      200, 200,
    ])
    server.clock.advance({ hours: 25 })
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect([(await rotating.am.get('/status')).status, (await renewed.get('/status')).status]).toEqual([
      401, 200,
    ])
  })
})

test('made-up keys count by address before the database looks for them; a source that was heard goes on', async () => {
  const rateLimits = { ...TEST_CONFIG.rateLimits, auth: 40 }
  const guarded = await startTestServer({ rateLimits })
  try {
    const known = await newSource(guarded)
    expect((await known.push({ labels: { alertname: unique('Heard') } })).status).toBe(200)
    const guess = () => new Client(guarded.url).post(`/api/ingest/generic/${unique('key')}/`, {})
    const told = await Promise.all(Array.from({ length: 60 }, guess))
    const unknown = told.filter(({ status }) => status === 401).length
    expect(unknown).toBeGreaterThan(20)
    expect(unknown).toBeLessThan(40)
    expect(told.filter(({ status }) => status === 503)).toHaveLength(60 - unknown)
    const looks = vi.spyOn(pg.Client.prototype, 'query')
    const refused = await guess()
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(JSON.stringify(looks.mock.calls)).not.toContain('find_integration')
    looks.mockRestore()
    expect((await known.push({ labels: { alertname: unique('Heard') } })).status).toBe(200)
  } finally {
    await guarded.close()
  }
})
