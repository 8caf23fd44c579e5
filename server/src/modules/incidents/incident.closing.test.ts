import { describe, expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import { type TestTenant, unique, useTestServer } from '../../../test/harness.ts'
import { fromNow, incidentDesk } from '../../../test/incidents.ts'
import { clientOf, itemOf, siteOf, teamOf } from '../../../test/samples.ts'
import { sweepIncidents } from './incident.jobs.ts'

const server = useTestServer()
const { act, change, incidentIn, read, report, events } = incidentDesk(server)
const sweep = () => sweepIncidents({ door: server().door })
const resolution = { resolution_code: 'fixed', resolution_notes: 'Done' }

describe('reopening', () => {
  test('is for what is resolved; says who and when, and is counted each time', async () => {
    const reporter = await server().tenant.person('end_user')
    const { id } = await report({}, reporter)
    for (const count of [1, 2]) {
      await act(id, 'resolve', resolution)
      const { body } = await act(id, 'reopen', { reason: 'Still there' }, reporter)
      expect(body).toMatchObject({ status: 'in_progress', reopen_count: count, reopened_by: reporter.userId })
      expect(body.reopened_at).toEqual(expect.any(String))
    }
  })

  test('of what is closed is refused, and the refusal says what to do', async () => {
    const { id } = await incidentIn('closed')
    const refused = await act(id, 'reopen', { reason: 'It is back' })
    expectProblem(refused, 409)
    expect(refused.body.detail).toContain('follow_up')
  })
})

describe('a follow-up', () => {
  test('is a new incident with what the closed one knew, linked to it and offered by it', async () => {
    const { tenant } = server()
    const known = {
      title: unique('Uplink down'),
      description: 'No address on the second floor',
      impact: 1,
      urgency: 3,
      client_id: await clientOf(tenant),
      site_id: await siteOf(tenant),
      configuration_item_id: await itemOf(tenant),
      team_id: await teamOf(tenant),
      requester_id: tenant.administrator.userId,
    }
    const closed = await incidentIn('closed', { ...known, assignee_id: tenant.administrator.userId })
    expect(closed.actions).toEqual([{ action: 'follow_up', requires: [] }])
    const { status, body, headers } = await act(closed.id, 'follow_up')
    expect({ status, etag: headers.get('etag') }).toEqual({ status: 201, etag: '"v1"' })
    expect(body).toMatchObject({ ...known, status: 'new', assignee_id: null, changed: true })
    expect(body.number).not.toBe(closed.number)
    expect(body.links).toMatchObject([
      { type: 'follow_up_of', is_incoming: false, incident: { id: closed.id, number: closed.number } },
    ])
    expect((await read(closed.id)).links).toMatchObject([{ is_incoming: true, incident: { id: body.id } }])
    expect((await events(closed.id)).at(-1)).toBe('followed_up')
  })

  test('is not opened twice while the first is open', async () => {
    const closed = await incidentIn('closed')
    const answers = await Promise.all([1, 2, 3].map(() => act(closed.id, 'follow_up')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    const [first] = answers.map(({ body }) => body.id)
    expect(answers.map(({ body }) => body.id)).toEqual([first, first, first])
    await act(first, 'cancel', { reason: 'x' })
    const next = await act(closed.id, 'follow_up', { title: 'Again', description: 'Worse' })
    expect(next).toMatchObject({ status: 201, body: { title: 'Again', description: 'Worse' } })
  })

  test('is for what is closed, and for whoever reported it', async () => {
    for (const status of ['new', 'resolved', 'cancelled'] as const)
      expectProblem(await act((await incidentIn(status)).id, 'follow_up'), 409)
    const reporter = await server().tenant.person('end_user')
    const own = await report({}, reporter)
    await act(own.id, 'resolve', resolution)
    await act(own.id, 'close', {}, reporter)
    expect(await act(own.id, 'follow_up', {}, reporter)).toMatchObject({
      status: 201,
      body: { requester_id: reporter.userId },
    })
    expectProblem(await act((await incidentIn('closed')).id, 'follow_up', {}, reporter), 404)
  })
})

describe('what is over', () => {
  test('is put right by administrators in a few fields; the others are final and named', async () => {
    const agent = await server().tenant.person('agent')
    const { id, title } = await incidentIn('closed')
    const final = await change(id, { title: 'Other', impact: 1, description: 'x', parent_id: null })
    expectProblem(final, 409, 'title')
    expect(final.body.errors.map(({ field }: { field: string }) => field)).toEqual(['title', 'impact'])
    expectProblem(await change(id, { description: 'x' }, agent), 403)
    expect((await change(id, { title }, agent)).status, 'nothing differs').toBe(200)
    const { userId } = agent
    const right = { description: 'The cable, not the port', channel: 'phone', resolved_by: userId }
    const put = await change(id, right)
    expect(put.body).toMatchObject(right)
    expect((await server().ledger('incident', id)).at(-1)).toMatchObject({
      event: 'incident.updated',
      actor_id: server().tenant.administrator.userId,
      after: right,
    })
    const cancelled = await incidentIn('cancelled')
    expect((await change(cancelled.id, { description: 'Really' })).status).toBe(200)
    expectProblem(await change(cancelled.id, { resolved_by: userId }), 422, 'resolved_by')
  })

  test('was resolved between its report and its closing, by somebody who is there', async () => {
    const { id, created_at } = await incidentIn('closed')
    server().clock.advance({ hours: 1 })
    for (const resolved_at of [fromNow(server(), -60_000), '2001-01-01T00:00:00Z'])
      expectProblem(await change(id, { resolved_at }), 422, 'resolved_at')
    expect((await change(id, { resolved_at: created_at })).body.resolved_at).toBe(created_at)
    expectProblem(await change(id, { resolved_by: 987_654_321 }), 422, 'resolved_by')
    const open = await incidentIn('resolved')
    expectProblem(await change(open.id, { resolved_at: open.created_at }), 422, 'resolved_at')
  })
})

describe('closing by itself', () => {
  const settings = '/api/v1/incident-settings/'
  const resolvedIn = async ({ administrator }: TestTenant) => {
    const { id } = (await administrator.post('/api/v1/incidents/', { title: 'x' })).body
    await act(id, 'resolve', resolution, administrator)
    return { id, status: async () => (await read(id, administrator)).status }
  }

  test('comes seven days after the resolution, and after the last one', async () => {
    const tenant = await server().newTenant()
    const [one, reopened] = [await resolvedIn(tenant), await resolvedIn(tenant)]
    server().clock.advance({ hours: 6 * 24 })
    await act(reopened.id, 'reopen', { reason: 'x' }, tenant.administrator)
    await act(reopened.id, 'resolve', resolution, tenant.administrator)
    await sweep()
    expect(await one.status()).toBe('resolved')
    server().clock.advance({ hours: 24 })
    await sweep()
    expect(await one.status()).toBe('closed')
    expect(await reopened.status()).toBe('resolved')
    expect((await server().ledger('incident', one.id)).at(-1)).toMatchObject({
      event: 'incident.closed',
      actor_name: 'Watchdesk',
      before: { status: 'resolved' },
      after: { status: 'closed', cause: 'not_reopened', auto_close_days: 7 },
    })
  })

  test('comes when the organization wants it, or never, and other organizations mind their own', async () => {
    const [never, soon] = [await server().newTenant(), await server().newTenant()]
    await never.administrator.patch(settings, { auto_close_days: 0 })
    await soon.administrator.patch(settings, { auto_close_days: 1 })
    const [kept, closed] = [await resolvedIn(never), await resolvedIn(soon)]
    server().clock.advance({ hours: 25 })
    await sweep()
    expect([await kept.status(), await closed.status()]).toEqual(['resolved', 'closed'])
    server().clock.advance({ hours: 20 * 24 })
    await sweep()
    expect(await kept.status()).toBe('resolved')
  })

  test('is never for a major incident', async () => {
    const tenant = await server().newTenant()
    const { id, status } = await resolvedIn(tenant)
    await server().sql(
      `update app.incidents set major_state = 'accepted', commander_id = $2, communication_audience = 'all',
        communication_cadence_minutes = 30 where id = $1`,
      [id, tenant.administrator.userId],
    )
    server().clock.advance({ hours: 10 * 24 })
    await sweep()
    expect(await status()).toBe('resolved')
  })

  test('is set by administrators, in days from 0 to 365, with a version and in the ledger', async () => {
    const { administrator, organizationId, person } = await server().newTenant()
    const agent = await person('agent')
    expect((await agent.get(settings)).body).toMatchObject({ auto_close_days: 7, version: 1 })
    expectProblem(await agent.patch(settings, { auto_close_days: 1 }), 403)
    for (const auto_close_days of [-1, 366, 1.5, 'x'])
      expectProblem(await administrator.patch(settings, { auto_close_days }), 400, 'auto_close_days')
    const stale = { 'if-match': '"v9"' }
    expectProblem(await administrator.patch(settings, { auto_close_days: 3 }, stale), 412)
    const changed = await administrator.patch(settings, { auto_close_days: 3 })
    expect(changed.body).toMatchObject({ auto_close_days: 3, version: 2, updated_by: administrator.userId })
    expect((await administrator.patch(settings, { auto_close_days: 3 })).body.version).toBe(2)
    expect((await server().tenant.administrator.get(settings)).body.auto_close_days).toBe(7)
    expect(await server().ledger('incident_settings', organizationId)).toMatchObject([
      { event: 'incident_settings.updated', before: { auto_close_days: 7 }, after: { auto_close_days: 3 } },
    ])
  })
})
