import { describe, expect, test } from 'vitest'
import { newSource, openAlert } from '../../../test/alerts.ts'
import { expectProblem } from '../../../test/contract/world.ts'
import { unique, useTestServer } from '../../../test/harness.ts'
import { fromNow, incidentDesk } from '../../../test/incidents.ts'
import { sweepIncidents } from './incident.jobs.ts'

const server = useTestServer()
const { act, change, incidentIn, read, report, events } = incidentDesk(server)
const STATUSES = ['new', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled']
const resolution = { resolution_code: 'workaround', resolution_notes: 'Restarted the switch' }

/** A parent and a child in each status. */
async function family(status = 'new') {
  const parent = await incidentIn(status)
  const children = await Promise.all(STATUSES.map((each) => incidentIn(each)))
  for (const child of children) {
    // Past the API: what is over can get no parent any more.
    await server().sql('update app.incidents set parent_id = $1 where id = $2', [parent.id, child.id])
  }
  const statuses = () => Promise.all(children.map(async ({ id }) => (await read(id)).status as string))
  return { parent, children, statuses }
}

test('a child that waits for its own requester goes on waiting when work on its parent begins or goes on', async () => {
  const parent = await incidentIn('new')
  const caller = await incidentIn('in_progress', { parent_id: parent.id })
  const vendor = await incidentIn('in_progress', { parent_id: parent.id })
  const scheduled = await incidentIn('in_progress', { parent_id: parent.id })
  const hold_until = fromNow(server(), 3_600_000)
  await act(caller.id, 'hold', { hold_reason: 'awaiting_caller', comment: 'Which floor?', hold_until })
  await act(vendor.id, 'hold', { hold_reason: 'awaiting_vendor' })
  await act(scheduled.id, 'hold', { hold_reason: 'scheduled', hold_until: fromNow(server(), 7_200_000) })
  const stands = async () => {
    const records = await Promise.all([caller, vendor, scheduled].map(({ id }) => read(id)))
    return records.map(({ status }) => status)
  }
  await act(parent.id, 'acknowledge')
  expect(await stands()).toEqual(['on_hold', 'in_progress', 'on_hold'])
  await act(parent.id, 'hold', { hold_reason: 'awaiting_vendor', hold_until })
  server().clock.advance({ hours: 1 })
  await sweepIncidents({ door: server().door })
  expect(await stands(), 'each by its own time').toEqual(['in_progress', 'in_progress', 'on_hold'])
})

test('who is limited to clients moves a parent, and not its children of other clients', async () => {
  const { tenant } = server()
  const client = async () =>
    (await tenant.administrator.post('/api/noc/clients/', { name: unique('Client') })).body.id
  const [mine, other] = [await client(), await client()]
  const limited = await tenant.limitedPerson([mine], 'noc_operator')
  const parent = await report({ client_id: mine })
  const [near, far] = [mine, other].map((client_id) => report({ client_id, parent_id: parent.id }))
  const ids = [(await near).id, (await far).id]
  const stand = async () => (await Promise.all(ids.map((id) => read(id)))).map(({ status }) => status)
  expect((await act(parent.id, 'acknowledge', {}, limited)).status).toBe(200)
  expect(await stand()).toEqual(['in_progress', 'new'])
  expect((await act(parent.id, 'resolve', resolution, limited)).status).toBe(200)
  expect(await stand()).toEqual(['resolved', 'new'])
})

describe('a parent', () => {
  test('is named on creation or later, shown with its children, and can be let go of', async () => {
    const parent = await report({ title: 'Core switch down' })
    const child = await report({ parent_id: parent.id })
    const later = await report()
    expect((await change(later.id, { parent_id: parent.id })).body).toMatchObject({
      parent: { id: parent.id, name: parent.number },
    })
    const shown = (id: number) => expect.objectContaining({ id, status: 'new', title: expect.any(String) })
    expect((await read(parent.id)).children).toEqual([shown(child.id), shown(later.id)])
    const { body } = await server().tenant.administrator.get(`/api/v1/incidents/?parent_id=${parent.id}`)
    expect(body.count).toBe(2)
    await change(later.id, { parent_id: null })
    expect((await read(parent.id)).children).toEqual([shown(child.id)])
  })

  test('is another one, neither over nor a child itself, and whoever has children has none', async () => {
    const parent = await report()
    const child = await report({ parent_id: parent.id })
    const other = await report()
    const over = [await incidentIn('closed'), await incidentIn('cancelled')]
    for (const parent_id of [other.id, child.id, ...over.map(({ id }) => id), 987_654_321])
      expectProblem(await change(other.id, { parent_id }), 422, 'parent_id')
    expectProblem(await change(parent.id, { parent_id: other.id }), 422, 'parent_id')
    for (const parent_id of [child.id, 987_654_321]) {
      const { administrator } = server().tenant
      expectProblem(
        await administrator.post('/api/v1/incidents/', { title: 'x', parent_id }),
        422,
        'parent_id',
      )
    }
    const stranger = (await server().newTenant()).administrator
    const theirs = (await stranger.post('/api/v1/incidents/', { title: 'x' })).body
    expectProblem(await change(other.id, { parent_id: theirs.id }), 422, 'parent_id')
  })

  test('of two that would be each other’s, at once, one gets the other', async () => {
    const [one, other] = [await report(), await report()]
    const answers = await Promise.all([
      change(one.id, { parent_id: other.id }),
      change(other.id, { parent_id: one.id }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  })

  test('is not chosen by whoever reports', async () => {
    const reporter = await server().tenant.person('end_user')
    const own = await report({}, reporter)
    expectProblem(await reporter.post('/api/v1/incidents/', { title: 'x', parent_id: own.id }), 403)
  })
})

describe('children follow their parent', () => {
  test('into work: who was new or held; who is over stays', async () => {
    const { parent, statuses } = await family()
    await act(parent.id, 'acknowledge')
    expect(await statuses()).toEqual(['in_progress', 'in_progress', 'in_progress', ...STATUSES.slice(3)])
  })

  test('into waiting for a vendor, a change or a problem', async () => {
    for (const [hold_reason, reference] of [
      ['awaiting_vendor', {}],
      ['awaiting_change', { change_reference: 'CHG-1' }],
      ['awaiting_problem', { problem_reference: 'PRB-1' }],
    ] as const) {
      const { parent, children, statuses } = await family('in_progress')
      const hold_until = fromNow(server(), 60_000)
      await act(parent.id, 'hold', { hold_reason, hold_until, ...reference })
      expect(await statuses()).toEqual(['on_hold', 'on_hold', 'on_hold', ...STATUSES.slice(3)])
      expect(await read(children[1].id)).toMatchObject({ hold_reason, hold_until })
      expect(await events(children[0].id)).toEqual(['created', 'begun', 'held'])
      await act(parent.id, 'resume')
      expect((await statuses()).slice(0, 3)).toEqual(['in_progress', 'in_progress', 'in_progress'])
      expect(await read(children[1].id)).toMatchObject({ hold_reason: null, hold_until: null })
    }
  })

  test('not into waiting for its requester, for evidence or for a time', async () => {
    for (const body of [
      { hold_reason: 'awaiting_caller', comment: 'Which floor?' },
      { hold_reason: 'awaiting_evidence' },
      { hold_reason: 'scheduled', hold_until: fromNow(server(), 60_000) },
    ]) {
      const { parent, statuses } = await family('in_progress')
      expect((await act(parent.id, 'hold', body)).status).toBe(200)
      expect(await statuses()).toEqual(STATUSES)
    }
  })

  test('into the resolution, with its code and notes, each in the ledger with its cause', async () => {
    const { parent, children, statuses } = await family('in_progress')
    const solved = (await act(parent.id, 'resolve', resolution)).body
    expect(await statuses()).toEqual(['resolved', 'resolved', 'resolved', ...STATUSES.slice(3)])
    const { resolved_at, resolved_by } = solved
    expect(await read(children[2].id)).toMatchObject({
      ...resolution,
      resolved_at,
      resolved_by,
      hold_reason: null,
    })
    expect((await server().ledger('incident', children[2].id)).at(-1)).toMatchObject({
      event: 'incident.resolved',
      before: { status: 'on_hold', hold_reason: 'awaiting_vendor' },
      after: { ...resolution, status: 'resolved', parent_id: parent.id },
    })
    expect(await read(children[3].id), 'resolved before').toMatchObject({
      resolution_notes: 'Changed the cable',
      version: children[3].version,
    })
  })

  test('unless who resolves says that they are not', async () => {
    const { parent, statuses } = await family('in_progress')
    await act(parent.id, 'resolve', { ...resolution, resolve_children: false })
    expect(await statuses()).toEqual(STATUSES)
  })

  test('nowhere when it is closed or cancelled', async () => {
    const { parent, statuses } = await family('resolved')
    await act(parent.id, 'close')
    expect(await statuses()).toEqual(STATUSES)
    const cancelled = await family()
    await act(cancelled.parent.id, 'cancel', { reason: 'x' })
    expect(await cancelled.statuses()).toEqual(STATUSES)
  })

  test('and so do the alerts of a child', async () => {
    const alert = await openAlert(server(), await newSource(server()))
    const { administrator } = server().tenant
    const child = (await administrator.post('/api/noc/incidents/', { alert_ids: [alert.id] })).body
    const parent = await report()
    await change(child.id, { parent_id: parent.id })
    await act(parent.id, 'resolve', resolution)
    expect((await administrator.get(`/api/noc/alerts/${alert.id}/`)).body.status).toBe('resolved')
  })

  test('all or none: what keeps one of them back keeps the parent and the others back', async () => {
    const { parent, children, statuses } = await family('in_progress')
    await server().sql(
      `alter table app.incidents add constraint kept_back check (id <> ${children[2].id} or status <> 'resolved')`,
    )
    expectProblem(await act(parent.id, 'resolve', resolution), 422)
    await server().sql('alter table app.incidents drop constraint kept_back')
    expect([(await read(parent.id)).status, ...(await statuses())]).toEqual(['in_progress', ...STATUSES])
  })
})
