import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSource, openAlert, type TestSource } from '../../../../test/alerts.ts'
import { type Person, startTestServer, type TestServer } from '../../../../test/harness.ts'

let server: TestServer
let source: TestSource
let operator: Person
beforeAll(async () => {
  server = await startTestServer()
  source = await newSource(server)
  operator = await server.tenant.person('noc_operator')
})
afterAll(() => server.close())

const open = (fields: Record<string, unknown>) => operator.post('/api/noc/incidents/', fields)
const alertNow = async (id: number) => (await operator.get(`/api/noc/alerts/${id}/`)).body

describe('an incident from alerts', () => {
  test.each([
    ['critical', 1, 1, 1],
    ['high', 2, 1, 2],
    ['warning', 2, 2, 3],
    ['info', 3, 3, 5],
  ])(
    'takes impact and urgency from the highest severity: %s is %i/%i, priority %i',
    async (severity, impact, urgency, priority) => {
      const ids = [
        (await openAlert(server, source, { severity: 'info' })).id,
        (await openAlert(server, source, { severity })).id,
      ]
      expect(await open({ alert_ids: ids })).toMatchObject({
        status: 201,
        body: { impact, urgency, priority, channel: 'monitoring' },
      })
    },
  )

  test('is the same record as the desk’s, and its alerts name it', async () => {
    const alert = await openAlert(server, source)
    const { body } = await open({ alert_ids: [alert.id], title: 'Core down' })
    expect((await operator.get(`/api/v1/incidents/${body.id}/`)).body).toMatchObject({
      number: body.number,
      title: 'Core down',
    })
    expect(await alertNow(alert.id)).toMatchObject({ incident_id: body.id, incident: { name: body.number } })
    expect((await operator.get(`/api/noc/alerts/?incident_id=${body.id}`)).body.count).toBe(1)
  })

  test('is refused when an alert has an open incident already, and nothing is made', async () => {
    const [taken, free] = [await openAlert(server, source), await openAlert(server, source)]
    await open({ alert_ids: [taken.id] })
    const before = (await operator.get('/api/noc/incidents/')).body.count
    expect(await open({ alert_ids: [taken.id, free.id] })).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'has_incident' }] },
    })
    expect((await operator.get('/api/noc/incidents/')).body.count).toBe(before)
    expect((await alertNow(free.id)).incident_id).toBeNull()
  })

  test('is refused for an alert that is not there, or is another tenant’s', async () => {
    const foreign = await server.newTenant()
    const theirs = await openAlert(server, await newSource(server, foreign), {}, foreign)
    expect(await open({ alert_ids: [theirs.id] })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'alert_ids' }] },
    })
  })
})

describe('resolving an incident', () => {
  test('resolves what is still open of its alerts, with its notes and actor', async () => {
    const alerts = [
      await openAlert(server, source),
      await openAlert(server, source),
      await openAlert(server, source),
    ]
    const { body: incident } = await open({ alert_ids: alerts.map(({ id }) => id) })
    await operator.post(`/api/noc/alerts/${alerts[0].id}/resolve/`, { notes: 'earlier' })
    const resolved = await operator.post(`/api/noc/incidents/${incident.id}/resolve/`, {
      resolution_code: 'fixed',
      resolution_notes: 'power is back',
    })
    expect(resolved).toMatchObject({ status: 200, body: { status: 'resolved' } })
    expect(await alertNow(alerts[0].id)).toMatchObject({
      status: 'resolved',
      resolution: 'person',
      resolution_notes: 'earlier',
    })
    for (const { id } of alerts.slice(1)) {
      expect(await alertNow(id)).toMatchObject({
        status: 'resolved',
        resolution: 'incident',
        resolution_notes: 'power is back',
        resolved_by: operator.userId,
      })
      const rows = await server.ledger('alert', id)
      expect(rows.at(-1)).toMatchObject({
        event: 'alert.resolved',
        actor_id: operator.userId,
        before: { workflow: 'open' },
        after: { workflow: 'resolved' },
      })
    }
  })

  test('from the desk does the same', async () => {
    const alert = await openAlert(server, source)
    const { body } = await open({ alert_ids: [alert.id] })
    await operator.post(`/api/v1/incidents/${body.id}/resolve/`, {
      resolution_code: 'fixed',
      resolution_notes: 'x',
    })
    expect((await alertNow(alert.id)).status).toBe('resolved')
  })

  test('without notes is 422 and leaves the alerts alone', async () => {
    const alert = await openAlert(server, source)
    const { body } = await open({ alert_ids: [alert.id] })
    expect(
      await operator.post(`/api/noc/incidents/${body.id}/resolve/`, { resolution_code: 'fixed' }),
    ).toMatchObject({
      status: 422,
      body: { code: 'required', errors: [{ field: 'resolution_notes' }] },
    })
    expect((await alertNow(alert.id)).status).toBe('open')
  })

  test('and reopening it leaves its alerts as they are', async () => {
    const alert = await openAlert(server, source)
    const { body } = await open({ alert_ids: [alert.id] })
    await operator.post(`/api/noc/incidents/${body.id}/resolve/`, {
      resolution_code: 'fixed',
      resolution_notes: 'x',
    })
    await operator.post(`/api/v1/incidents/${body.id}/reopen/`, { reason: 'not yet' })
    expect((await alertNow(alert.id)).status).toBe('resolved')
  })
})

test('the watch needs noc:ack to open and resolve, noc:view to read', async () => {
  const auditor = await server.tenant.person('auditor')
  const endUser = await server.tenant.person('end_user')
  const { id } = await openAlert(server, source)
  expect((await auditor.post('/api/noc/incidents/', { alert_ids: [id] })).status).toBe(403)
  expect((await auditor.get('/api/noc/incidents/')).status).toBe(200)
  expect((await endUser.get('/api/noc/incidents/')).status).toBe(403)
})
