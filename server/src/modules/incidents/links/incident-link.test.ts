import { describe, expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { incidentDesk } from '../../../../test/incidents.ts'
import { incidentLinks } from './incident-link.schema.ts'

const server = useTestServer()
const { act, report, read, incidentIn, events } = incidentDesk(server)
const newIncident = async ({ administrator }: TestTenant): Promise<number> =>
  (await administrator.post('/api/v1/incidents/', { title: unique('Incident') })).body.id

resourceContract({
  resource: incidentLinks,
  server,
  create: async (tenant, n) => ({
    incident_id: await newIncident(tenant),
    note: unique('Same rack'),
    ...(n % 2
      ? { type: 'related_to', linked_incident_id: await newIncident(tenant) }
      : { type: 'caused_by', change_reference: unique('CHG') }),
  }),
  replace: () => ({ note: unique('Same room') }),
  change: () => ({ note: unique('Same house') }),
  invalid: [
    { body: { type: 'likes' }, field: 'type' },
    { body: { note: 'x'.repeat(2001) }, field: 'note' },
    { body: { incident_id: 987_654_321 }, field: 'incident_id', status: 422 },
    { body: { change_reference: 'x'.repeat(101) }, field: 'change_reference' },
  ],
})

const link = (body: object, by = server().tenant.administrator) => by.post(`${incidentLinks.path}/`, body)

describe('a link', () => {
  test('has one target, of a kind that its type takes; else the fields are named', async () => {
    const [incident_id, linked_incident_id] = [(await report()).id, (await report()).id]
    expectProblem(await link({ incident_id, type: 'related_to' }), 422, 'linked_incident_id')
    const both = await link({
      incident_id,
      type: 'related_to',
      linked_incident_id,
      change_reference: 'CHG-1',
    })
    expectProblem(both, 422, 'change_reference')
    for (const type of ['duplicate_of', 'follow_up_of'])
      expectProblem(await link({ incident_id, type, problem_reference: 'PRB-1' }), 422, 'problem_reference')
    expectProblem(
      await link({ incident_id, type: 'resolved_by', linked_incident_id }),
      422,
      'linked_incident_id',
    )
    expect((await link({ incident_id, type: 'Resolved_By', change_reference: 'CHG-1' })).body).toMatchObject({
      type: 'resolved_by',
      change_reference: 'CHG-1',
      linked_incident: null,
    })
  })

  test('leads to another incident, once, and in no circle', async () => {
    const [a, b, c] = [(await report()).id, (await report()).id, (await report()).id]
    const to = (incident_id: number, linked_incident_id: number, type = 'duplicate_of') =>
      link({ incident_id, linked_incident_id, type })
    expectProblem(await to(a, a), 422, 'linked_incident_id')
    expect((await to(a, b)).status).toBe(201)
    expectProblem(await to(a, b), 422, 'linked_incident_id')
    expect((await to(b, c)).status).toBe(201)
    expectProblem(await to(c, a), 422, 'linked_incident_id')
    expect((await to(c, a, 'related_to')).status).toBe(201)
  })

  test('of two across at once, one is made', async () => {
    const [a, b] = [(await report()).id, (await report()).id]
    const type = 'caused_by'
    const answers = await Promise.all([
      link({ incident_id: a, linked_incident_id: b, type }),
      link({ incident_id: b, linked_incident_id: a, type }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
  })

  test('is shown by both incidents, and is in the history of the one it starts at', async () => {
    const [from, to] = [await report(), await report()]
    const { id } = (await link({ incident_id: from.id, linked_incident_id: to.id, type: 'caused_by' })).body
    const other = ({ id, number, title }: typeof from) => ({ id, number, title, status: 'new' })
    expect((await read(from.id)).links).toMatchObject([
      { id, type: 'caused_by', is_incoming: false, incident: other(to) },
    ])
    expect((await read(to.id)).links).toMatchObject([{ id, is_incoming: true, incident: other(from) }])
    await server().tenant.administrator.delete(`${incidentLinks.path}/${id}/`)
    expect((await read(to.id)).links).toEqual([])
    expect(await events(from.id)).toEqual(['created', 'linked', 'unlinked'])
  })

  test('is hidden with either of its ends', async () => {
    const reporter = await server().tenant.person('end_user')
    const own = await report({ requester_id: reporter.userId })
    const [others, theirs] = [await report(), await report({ requester_id: reporter.userId })]
    for (const target of [
      { linked_incident_id: others.id },
      { linked_incident_id: theirs.id },
      { problem_reference: 'PRB-3' },
    ])
      await link({ incident_id: own.id, type: 'related_to', ...target })
    expect((await read(own.id)).links).toHaveLength(3)
    expect((await read(own.id, reporter)).links).toMatchObject([{ incident: { id: theirs.id } }])
    expectProblem(await reporter.get(`${incidentLinks.path}/`), 403)
    await server().tenant.administrator.delete(`/api/v1/incidents/${others.id}/`)
    expect((await read(own.id)).links).toHaveLength(2)
    const { body } = await server().tenant.administrator.get(`${incidentLinks.path}/?incident_id=${own.id}`)
    expect(body.count).toBe(2)
  })

  test('of what is closed or cancelled is made and undone by administrators only', async () => {
    const agent = await server().tenant.person('agent')
    const open = await report()
    for (const status of ['closed', 'cancelled']) {
      const { id } = await incidentIn(status)
      const body = { incident_id: id, type: 'related_to', linked_incident_id: open.id }
      expectProblem(await link(body, agent), 409)
      const made = await link(body)
      expect(made.status).toBe(201)
      expectProblem(await agent.delete(`${incidentLinks.path}/${made.body.id}/`), 409)
      expect((await link({ ...body, incident_id: open.id, linked_incident_id: id }, agent)).status).toBe(201)
    }
  })
})

describe('a duplicate', () => {
  test('is cancelled with the incident that it repeats, which shows it', async () => {
    const [original, twice] = [await report(), await report()]
    const cancelled = await act(twice.id, 'cancel', {
      reason: 'Reported twice',
      duplicate_of_id: original.id,
    })
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      links: [{ type: 'duplicate_of', is_incoming: false, incident: { id: original.id } }],
    })
    expect((await read(original.id)).links).toMatchObject([{ is_incoming: true, incident: { id: twice.id } }])
  })

  test('repeats neither itself nor what repeats it nor what is not in sight; nothing is written then', async () => {
    const [one, other] = [await report(), await report()]
    await link({ incident_id: other.id, type: 'duplicate_of', linked_incident_id: one.id })
    const stranger = (await server().newTenant()).administrator
    const foreign = (await stranger.post('/api/v1/incidents/', { title: 'x' })).body
    for (const duplicate_of_id of [one.id, other.id, foreign.id, 987_654_321])
      expectProblem(await act(one.id, 'cancel', { reason: 'x', duplicate_of_id }), 422, 'duplicate_of_id')
    expect(await read(one.id)).toMatchObject({ status: 'new', links: [{ is_incoming: true }] })
    const reporter = await server().tenant.person('end_user')
    const own = await report({}, reporter)
    const refused = await act(own.id, 'cancel', { reason: 'x', duplicate_of_id: one.id }, reporter)
    expectProblem(refused, 422, 'duplicate_of_id')
  })
})
