import { expect, test } from 'vitest'
import { findAlert, newSource, storedAlerts } from '../../../../test/alerts.ts'
import { Client } from '../../../../test/client.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
const sourceOf = (kind: string) => newSource(server(), server().tenant, { kind })
const send = (key: string, alerts: object[]) => server().anonymous.post(`/api/ingest/generic/${key}/`, alerts)

test('a resolve that meets its own trigger on the way in ends it: nothing stays open', async () => {
  const { key } = await sourceOf('generic')
  const mark = unique('meets')
  const starts_at = new Date(Date.now() - 60_000).toISOString()
  const pairs = Array.from({ length: 40 }, (_, n) => ({
    dedup_key: `${mark}-${n}`,
    title: `${mark}-${n}`,
    starts_at,
  }))
  const answers = await Promise.all(
    pairs.flatMap((alert) => [
      send(key, [alert]),
      send(key, [{ ...alert, action: 'resolve', ends_at: new Date().toISOString() }]),
    ]),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const rows = await storedAlerts(server(), mark)
  expect(rows.filter(({ status }) => status !== 'resolved')).toEqual([])
})

test('of two batches that open the same alert at once, the later one’s severity and words are kept', async () => {
  const { key } = await sourceOf('generic')
  const mark = unique('both')
  const alertsOf = (severity: string) =>
    Array.from({ length: 50 }, (_, n) => ({
      dedup_key: `${mark}-${n}`,
      title: mark,
      severity,
      starts_at: '2026-01-01T00:00:00Z',
    }))
  await Promise.all([
    send(key, alertsOf('warning')),
    send(key, alertsOf('warning')),
    send(key, alertsOf('critical')),
  ])
  await send(key, alertsOf('critical'))
  const rows = await server().sql(
    'select distinct severity, occurrence_count::int as heard from app.alerts where title = $1',
    [mark],
  )
  expect(rows).toEqual([{ severity: 'critical', heard: 4 }])
})

test('sources and people at the same alerts, each in another order, never answer 500', async () => {
  const { key } = await sourceOf('generic')
  const mark = unique('order')
  // The newest row has the first key: ids and keys run against each other.
  for (let n = 60; n > 0; n -= 20)
    await send(
      key,
      Array.from({ length: 20 }, (_, at) => ({
        dedup_key: `${mark}-${String(n - at).padStart(3, '0')}`,
        title: mark,
      })),
    )
  const ids = (await storedAlerts(server(), mark)).map(({ id }) => id)
  const operator = await server().tenant.person('noc_operator')
  const again = Array.from({ length: 60 }, (_, at) => ({
    dedup_key: `${mark}-${String(at + 1).padStart(3, '0')}`,
    title: mark,
    severity: 'high',
  }))
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, turn) => [
      send(
        key,
        again.map((alert) => ({ ...alert, labels: { turn: String(turn) } })),
      ),
      operator.post('/api/noc/alerts/bulk-action/', {
        alert_ids: ids,
        action: 'assign',
        user_id: operator.userId,
      }),
      operator.post('/api/noc/alerts/bulk-action/', { alert_ids: ids.toReversed(), action: 'acknowledge' }),
    ]).flat(),
  )
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
})

test('a silence that begins between two repeats suppresses at the second, as a change that everybody is told of', async () => {
  const source = await newSource(server())
  const labels = { alertname: unique('Quiet') }
  const startsAt = new Date(Date.now() - 60_000).toISOString()
  await source.push({ labels, startsAt })
  const now = server().clock.now().getTime()
  const { status } = await source.am.post('/silences', {
    matchers: [{ name: 'alertname', value: labels.alertname, isRegex: false, isEqual: true }],
    startsAt: new Date(now + 60_000).toISOString(),
    endsAt: new Date(now + 3600_000).toISOString(),
    createdBy: 'ana',
    comment: 'works',
  })
  expect(status).toBe(200)
  server().clock.advance({ minutes: 2 })
  await source.push({ labels, startsAt })
  const alert = await findAlert(server().tenant, labels.alertname)
  expect(alert).toMatchObject({ status: 'suppressed', version: 2 })
  const events = await server().sql('select event from app.alert_events where alert_id = $1 order by id', [
    alert.id,
  ])
  expect(events.map(({ event }) => event)).toEqual(['created', 'suppressed'])
  expect(await server().ledger('alert', alert.id)).toHaveLength(2)
})

test('an unknown key is 401 whatever the body is', async () => {
  for (const path of [
    '/am/wdk_wrong/api/v2/alerts',
    '/api/ingest/generic/wdk_wrong/',
    '/api/ingest/alertmanager-webhook/wdk_wrong/',
  ]) {
    expect((await server().anonymous.send('POST', path, '{ not json')).status).toBe(401)
  }
})

test('more alerts than a body may hold are refused at once, and fewer go in by chunks', async () => {
  const { key, ...source } = await newSource(server())
  const alertsOf = (count: number, mark: string) =>
    Array.from({ length: count }, (_, n) => ({ labels: { alertname: mark, n: String(n) } }))
  expect(
    (await new Client(`${server().url}/am/${key}/api/v2`).post('/alerts', alertsOf(20_001, 'x'))).status,
  ).toBe(413)
  const mark = unique('many')
  expect((await source.push(...alertsOf(2500, mark))).status).toBe(200)
  expect(await storedAlerts(server(), mark)).toHaveLength(2500)
})

test('a rotated key may end at once', async () => {
  const source = await newSource(server())
  await server().tenant.administrator.post(`/api/noc/integrations/${source.id}/rotate/`, { overlap_hours: 0 })
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect((await source.am.get('/status')).status).toBe(401)
})
