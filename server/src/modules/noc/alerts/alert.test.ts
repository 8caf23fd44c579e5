import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAlert, newSource, openAlert, type TestSource } from '../../../../test/alerts.ts'
import type { Client } from '../../../../test/client.ts'
import { type Person, startTestServer, type TestServer, unique } from '../../../../test/harness.ts'
import { sweepAlerts } from './alert.jobs.ts'

let server: TestServer
let source: TestSource
let operator: Person
beforeAll(async () => {
  server = await startTestServer()
  source = await newSource(server)
  operator = await server.tenant.person('noc_operator')
})
afterAll(() => server.close())

const act = (id: number, action: string, body: unknown = {}, as: Client = operator) =>
  as.post(`/api/noc/alerts/${id}/${action}/`, body)

describe('what people do with an alert', () => {
  test('acknowledging makes it acknowledged, tells time_to_ack, and doing it again changes nothing', async () => {
    const { id } = await openAlert(server, source)
    const first = await act(id, 'ack', { comment: 'looking' })
    expect(first).toMatchObject({ status: 200, body: { status: 'acknowledged', changed: true } })
    expect(first.body.time_to_ack).toBeGreaterThanOrEqual(0)
    expect(await act(id, 'ack')).toMatchObject({
      status: 200,
      body: { changed: false, version: first.body.version },
    })
  })

  test('an acknowledgement is taken back once; one that was never given is 409', async () => {
    const { id } = await openAlert(server, source)
    expect((await act(id, 'unack')).status).toBe(409)
    await act(id, 'ack')
    expect((await act(id, 'unack')).body).toMatchObject({ status: 'open', changed: true })
    expect((await act(id, 'unack')).body).toMatchObject({ status: 'open', changed: false })
  })

  test('assigning does not acknowledge', async () => {
    const { id } = await openAlert(server, source)
    expect((await act(id, 'assign', { user_id: operator.userId })).body).toMatchObject({
      status: 'assigned',
      workflow: 'open',
      assignee_id: operator.userId,
    })
  })

  test('assigning to nobody is 422 and names the field, to somebody unknown too', async () => {
    const { id } = await openAlert(server, source)
    expect(await act(id, 'assign')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'user_id', code: 'required' }] },
    })
    expect(await act(id, 'assign', { user_id: 999_999 })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'assignee_id' }] },
    })
  })

  test('escalating needs a reason and the capability noc:escalate', async () => {
    const { id } = await openAlert(server, source)
    expect(await act(id, 'escalate')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'reason', code: 'required' }] },
    })
    expect((await act(id, 'escalate', { reason: 'no answer', user_id: operator.userId })).body).toMatchObject(
      { status: 'escalated', escalation_level: 1 },
    )
    expect((await act(id, 'escalate', { reason: 'x' }, await server.tenant.person('auditor'))).status).toBe(
      403,
    )
  })

  test('resolving needs notes; afterwards acting on it is 409 and resolving again changes nothing', async () => {
    const { id } = await openAlert(server, source)
    expect((await act(id, 'resolve')).status).toBe(422)
    const { body } = await act(id, 'resolve', { notes: 'replaced the SFP' })
    expect(body).toMatchObject({
      status: 'resolved',
      resolution: 'person',
      resolution_notes: 'replaced the SFP',
      resolved_while_firing: true,
      actions: [],
    })
    expect(body.time_to_resolve).toBeGreaterThanOrEqual(0)
    expect((await act(id, 'ack')).status).toBe(409)
    expect((await act(id, 'resolve', { notes: 'again' })).body).toMatchObject({ changed: false })
  })

  test('an alert offers what its caller may do now', async () => {
    const { id, actions } = await openAlert(server, source)
    expect(actions.map(({ action }: { action: string }) => action)).toEqual([
      'ack',
      'assign',
      'escalate',
      'resolve',
    ])
    const auditor = await server.tenant.person('auditor')
    expect((await auditor.get(`/api/noc/alerts/${id}/`)).body.actions).toEqual([])
  })

  test('an acknowledged alert that becomes critical is open again', async () => {
    const alertname = unique('Worse')
    const startsAt = new Date().toISOString()
    await source.push({ labels: { alertname }, startsAt })
    // The fingerprint holds the severity label for Alertmanager's family, so this is told by the generic dialect.
    const generic = await newSource(server, server.tenant, { kind: 'generic' })
    const send = (severity: string) =>
      server.anonymous.post(`/api/ingest/generic/${generic.key}/`, {
        dedup_key: alertname,
        title: alertname,
        severity,
      })
    const { id } = (await send('warning')).body.results[0]
    await act(id, 'ack')
    await send('critical')
    expect((await operator.get(`/api/noc/alerts/${id}/`)).body).toMatchObject({
      status: 'open',
      severity: 'critical',
    })
  })

  test('the timeline tells each step with its actor, newest first', async () => {
    const { id } = await openAlert(server, source)
    await act(id, 'ack', { comment: 'mine' })
    await act(id, 'resolve', { notes: 'done' })
    const { body } = await operator.get(`/api/noc/alerts/${id}/timeline/`)
    expect(body.results.map(({ event }: { event: string }) => event)).toEqual([
      'resolved',
      'acknowledged',
      'created',
    ])
    expect(body.results[1]).toMatchObject({
      actor: { kind: 'user', id: operator.userId },
      details: { comment: 'mine' },
    })
    expect(body.results[2]).toMatchObject({ actor: { kind: 'integration' } })
  })
})

describe('bulk actions', () => {
  test('apply to all in one transaction', async () => {
    const ids = [(await openAlert(server, source)).id, (await openAlert(server, source)).id]
    const { body } = await operator.post('/api/noc/alerts/bulk-action/', {
      alert_ids: ids,
      action: 'acknowledge',
    })
    expect(body.results).toEqual(ids.map((id) => ({ id, ok: true, status: 'acknowledged' })))
  })

  test('apply to none when one cannot, and say why for each', async () => {
    const good = await openAlert(server, source)
    const bad = await openAlert(server, source)
    await act(bad.id, 'resolve', { notes: 'gone' })
    const answer = await operator.post('/api/noc/alerts/bulk-action/', {
      alert_ids: [good.id, bad.id],
      action: 'acknowledge',
    })
    expect(answer).toMatchObject({
      status: 409,
      body: { errors: [{ field: `alert_ids.${bad.id}`, code: 'conflict' }] },
    })
    expect((await operator.get(`/api/noc/alerts/${good.id}/`)).body.status).toBe('open')
  })

  test('an unknown verb and missing notes are named', async () => {
    const { id } = await openAlert(server, source)
    expect(
      await operator.post('/api/noc/alerts/bulk-action/', { alert_ids: [id], action: 'delete' }),
    ).toMatchObject({ status: 400, body: { errors: [{ field: 'action' }] } })
    expect(
      await operator.post('/api/noc/alerts/bulk-action/', { alert_ids: [id], action: 'resolve' }),
    ).toMatchObject({ status: 422, body: { errors: [{ field: 'notes', code: 'required' }] } })
  })
})

describe('the list', () => {
  test('is ordered by severity, the worst first, and filtered by rank', async () => {
    const mark = unique('Rank')
    for (const severity of ['info', 'critical', 'low', 'error', 'warning'])
      await source.push({ labels: { alertname: `${mark}${severity}`, severity } })
    const list = async (query: string) =>
      (await operator.get(`/api/noc/alerts/?title__icontains=${mark}&${query}`)).body.results.map(
        (row: { severity: string }) => row.severity,
      )
    expect(await list('')).toEqual(['critical', 'high', 'warning', 'low', 'info'])
    expect(await list('severity__gte=warning&ordering=severity')).toEqual(['warning', 'high', 'critical'])
    expect(await list('severity=CRITICAL')).toEqual(['critical'])
  })

  test('finds an alert by the beginning of a label’s value', async () => {
    const alert = await openAlert(server, source, { rack: 'fra1-rack-0815' })
    const { body } = await operator.get('/api/noc/alerts/?search=fra1%20rack')
    expect(body.results.map(({ id }: { id: number }) => id)).toEqual([alert.id])
  })

  test('holds the alerts of one status or of several, those that are over among them', async () => {
    const tenant = await server.newTenant()
    const own = await newSource(server, tenant)
    const [open, acked, over] = [
      await openAlert(server, own, {}, tenant),
      await openAlert(server, own, {}, tenant),
      await openAlert(server, own, {}, tenant),
    ]
    await act(acked.id, 'ack', {}, tenant.administrator)
    await act(over.id, 'resolve', { notes: 'done' }, tenant.administrator)
    const listed = async (query: string) => {
      const { body } = await tenant.administrator.get(`/api/noc/alerts/?ordering=created_at&${query}`)
      return body.results.map(({ id }: { id: number }) => id)
    }
    expect(await listed('status=open')).toEqual([open.id])
    expect(await listed('status=acknowledged')).toEqual([acked.id])
    expect(await listed('status=RESOLVED')).toEqual([over.id])
    expect(await listed('status__in=open,resolved')).toEqual([open.id, over.id])
    expect(await listed('status__in=open,acknowledged')).toEqual([open.id, acked.id])
  })

  test('counts what is open by severity and status', async () => {
    const tenant = await server.newTenant()
    const own = await newSource(server, tenant)
    for (const severity of ['critical', 'critical', 'info'])
      await openAlert(server, own, { severity }, tenant)
    expect((await tenant.administrator.get('/api/noc/alerts/counts/')).body).toEqual({
      open: 3,
      by_severity: { critical: 2, info: 1 },
      by_status: { open: 3 },
    })
  })

  test('holds only the clients that somebody is limited to', async () => {
    const client = (await server.tenant.administrator.post('/api/noc/clients/', { name: unique('client') }))
      .body
    const theirs = await newSource(server, server.tenant, { client_id: client.id })
    const seen = await openAlert(server, theirs)
    const unseen = await openAlert(server, source)
    const limited = await server.tenant.limitedPerson([client.id], 'noc_operator')
    const { body } = await limited.get('/api/noc/alerts/')
    expect(body.results.map(({ id }: { id: number }) => id)).toEqual([seen.id])
    expect((await limited.get(`/api/noc/alerts/${unseen.id}/`)).status).toBe(404)
    expect((await act(unseen.id, 'ack', {}, limited)).status).toBe(404)
    expect((await limited.get('/api/noc/alerts/counts/')).body.open).toBe(1)
  })
})

describe('time', () => {
  test('where the source may not resolve, an alert not heard of is cleared and waits for a person', async () => {
    const careful = await newSource(server, server.tenant, { settings: { auto_resolve: false } })
    const { title } = await openAlert(server, careful)
    server.clock.advance({ minutes: 6 })
    await sweepAlerts({ door: server.door })
    expect(await findAlert(server.tenant, title)).toMatchObject({ status: 'open', condition: 'ok' })
  })

  test('an alert not heard of by its end expires', async () => {
    const alertname = unique('Silent')
    await source.push({
      labels: { alertname },
      startsAt: new Date(server.clock.now().getTime() - 1000).toISOString(),
    })
    await sweepAlerts({ door: server.door })
    expect((await findAlert(server.tenant, alertname)).status).toBe('open')
    server.clock.advance({ minutes: 6 })
    await sweepAlerts({ door: server.door })
    expect(await findAlert(server.tenant, alertname)).toMatchObject({ status: 'resolved', condition: 'ok' })
  })
})
