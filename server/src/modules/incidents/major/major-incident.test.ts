import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
const url = '/api/v1/incidents/'
let manager: Person
let agent: Person
let reporter: Person
beforeAll(async () => {
  const { tenant } = server()
  manager = await tenant.person('manager')
  agent = await tenant.person('agent')
  reporter = await tenant.person('end_user')
})

const report = async (fields: object = {}, by = agent) => {
  const { status, body } = await by.post(url, { title: unique('Incident'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const act = (id: number, action: string, body: object = {}, by = agent) =>
  by.post(`${url}${id}/${action}/`, body)
const offered = ({ actions }: { actions: { action: string }[] }) => actions.map(({ action }) => action)
const idsFor = async (query: string) =>
  (await agent.get(`${url}?page_size=100&${query}`)).body.results.map(({ id }: { id: number }) => id)

const resolution = { resolution_code: 'fixed', resolution_notes: 'Done' }
const planOf = (by: Person) => ({
  commander_id: by.userId,
  bridge_url: 'https://meet.example.org/bridge',
  communication_audience: 'Everybody in Leeds',
  communication_cadence_minutes: 30,
})

const majorIncident = async (fields: object = {}) => {
  const { id } = await report(fields)
  await act(id, 'propose_major', { reason: 'Half of Leeds is offline' })
  const accepted = await act(id, 'accept_major', planOf(manager), manager)
  expect(accepted.status, JSON.stringify(accepted.body)).toBe(200)
  return accepted.body
}

test('whoever works on it proposes with a reason; a manager accepts with commander and communication plan', async () => {
  const incident = await report()
  expect(incident.major_state).toBeNull()
  expect(incident.actions).toContainEqual({ action: 'propose_major', requires: ['reason'] })
  const proposed = (await act(incident.id, 'propose_major', { reason: 'Half of Leeds is offline' })).body
  expect(proposed).toMatchObject({ major_state: 'proposed', major_rule: null, changed: true })
  expect(proposed.major_reason).toBe('Half of Leeds is offline')
  expect(offered(proposed), 'an agent does not decide').not.toContain('accept_major')
  expectProblem(await act(incident.id, 'accept_major', planOf(manager)), 403)
  expectProblem(await act(incident.id, 'reject_major', { reason: 'x' }), 403)

  const required = ['commander_id', 'communication_audience', 'communication_cadence_minutes']
  const seen = (await manager.get(`${url}${incident.id}/`)).body
  expect(seen.actions).toContainEqual({ action: 'accept_major', requires: required })
  for (const field of required) {
    const { [field as 'commander_id']: _, ...rest } = planOf(manager)
    expectProblem(await act(incident.id, 'accept_major', rest, manager), 422, field)
  }
  const nobody = { ...planOf(manager), commander_id: 987_654_321 }
  expectProblem(await act(incident.id, 'accept_major', nobody, manager), 422, 'commander_id')
  const trap = { ...planOf(manager), bridge_url: 'javascript:alert(1)' }
  expectProblem(await act(incident.id, 'accept_major', trap, manager), 400, 'bridge_url')

  const accepted = (await act(incident.id, 'accept_major', planOf(manager), manager)).body
  expect(accepted).toMatchObject({
    ...planOf(manager),
    major_state: 'accepted',
    major_decided_by: manager.userId,
    commander: { id: manager.userId },
    status: 'new',
  })
  expect(offered(accepted)).toEqual(expect.arrayContaining(['plan_major', 'communicate_major']))
  expect(offered(accepted)).not.toContain('accept_major')
  expect((await act(incident.id, 'accept_major', planOf(agent), manager)).body).toMatchObject({
    changed: false,
    commander_id: manager.userId,
  })
  const events = (await server().ledger('incident', incident.id)).map(({ event }) => event)
  expect(events).toEqual(['incident.created', 'incident.major_proposed', 'incident.major_accepted'])
})

test('a rejection says why; then it is no candidate, until somebody proposes it anew', async () => {
  const { id } = await report()
  expectProblem(await act(id, 'accept_major', planOf(manager), manager), 409)
  expectProblem(await act(id, 'reject_major', { reason: 'x' }, manager), 409)
  await act(id, 'propose_major', { reason: 'x' })
  expect((await act(id, 'propose_major', { reason: 'x' })).body.changed).toBe(false)
  expectProblem(await act(id, 'reject_major', {}, manager), 422, 'reason')
  const rejected = (await act(id, 'reject_major', { reason: 'One printer' }, manager)).body
  expect(rejected).toMatchObject({ major_state: 'rejected', major_rejection_reason: 'One printer' })
  expectProblem(await act(id, 'accept_major', planOf(manager), manager), 409)
  expectProblem(await act(id, 'communicate_major', { message: 'x' }), 409)
  expectProblem(await act(id, 'plan_major', { commander_id: agent.userId }, manager), 409)
  const again = (await act(id, 'propose_major', { reason: 'The whole floor' })).body
  expect(again.major_state).toBe('proposed')
  expect((await act(id, 'accept_major', planOf(manager), manager)).body).toMatchObject({
    major_state: 'accepted',
    major_rejection_reason: null,
  })
  expectProblem(await act(id, 'propose_major', { reason: 'x' }), 409)
  expectProblem(await act(id, 'reject_major', { reason: 'x' }, manager), 409)
})

test('an incident of priority 1 is proposed as it is reported, by rule', async () => {
  const incident = await report({ impact: 1, urgency: 1 })
  expect(incident).toMatchObject({
    priority: 1,
    major_state: 'proposed',
    major_rule: 'priority_1',
    version: 1,
  })
  const rows = await server().ledger('incident', incident.id)
  expect(rows.map(({ event }) => event)).toEqual(['incident.created', 'incident.major_proposed'])
  expect(await report({ impact: 1, urgency: 2 })).toMatchObject({ priority: 2, major_state: null })
})

test('so is one that becomes so urgent: by its fields, by hand, or by losing its parent', async () => {
  const { id } = await report()
  const raised = await agent.patch(`${url}${id}/`, { impact: 1, urgency: 1 })
  expect(raised.body).toMatchObject({ major_state: 'proposed', major_rule: 'priority_1', version: 2 })

  const other = await report()
  const byHand = await act(other.id, 'override_priority', { priority: 1, reason: 'x' }, manager)
  expect(byHand.body).toMatchObject({ priority: 1, major_state: 'proposed' })

  const parent = await report()
  const child = await report({ impact: 1, urgency: 1, parent_id: parent.id })
  expect(child).toMatchObject({ priority: 1, major_state: null })
  const orphan = await agent.patch(`${url}${child.id}/`, { parent_id: null })
  expect(orphan.body.major_state).toBe('proposed')
})

test('the rule leaves alone what was decided: rejected is rejected, unless the priority rises anew', async () => {
  const { id } = await report({ impact: 1, urgency: 1 })
  await act(id, 'reject_major', { reason: 'A test' }, manager)
  const change = async (body: object) => (await agent.patch(`${url}${id}/`, body)).body.major_state
  expect(await change({ title: 'Other words' })).toBe('rejected')
  expect(await change({ affected_users: 500 })).toBe('rejected')
  expect(await change({ urgency: 3 })).toBe('rejected')
  expect(await change({ urgency: 1 })).toBe('proposed')

  const { id: major } = await majorIncident()
  const raised = await agent.patch(`${url}${major}/`, { impact: 1, urgency: 1 })
  expect(raised.body).toMatchObject({ priority: 1, major_state: 'accepted', major_rule: null })
})

test('an organization may switch the rule off', async () => {
  const tenant = await server().newTenant()
  const matrix = '/api/v1/priority-matrix/'
  const { cells } = (await tenant.administrator.get(matrix)).body
  await tenant.administrator.put(matrix, { cells, proposes_major: false })
  const { body } = await tenant.administrator.post(url, { title: 'x', impact: 1, urgency: 1 })
  expect(body).toMatchObject({ priority: 1, major_state: null })
})

test('the next communication is due a cadence after the last one, and what is overdue can be found', async () => {
  const { id, last_communication_at, next_communication_at } = await majorIncident()
  expect(Date.parse(next_communication_at) - Date.parse(last_communication_at)).toBe(30 * 60_000)
  server().clock.advance({ minutes: 31 })
  const now = encodeURIComponent(server().clock.now().toISOString())
  expect(await idsFor(`next_communication_at__lte=${now}`)).toContain(id)

  expectProblem(await act(id, 'communicate_major', {}), 422, 'message')
  const told = (await act(id, 'communicate_major', { message: 'We are on it' })).body
  expect(Date.parse(told.next_communication_at)).toBeGreaterThan(server().clock.now().getTime())
  expect(await idsFor(`next_communication_at__lte=${now}`)).not.toContain(id)
  const { results } = (await agent.get(`${url}${id}/comments/`)).body
  expect(results).toMatchObject([{ body: 'We are on it', visibility: 'public' }])

  const planned = await act(
    id,
    'plan_major',
    { communication_cadence_minutes: 60, commander_id: agent.userId },
    manager,
  )
  expect(planned.body).toMatchObject({
    commander_id: agent.userId,
    communication_audience: 'Everybody in Leeds',
  })
  expect(Date.parse(planned.body.next_communication_at) - Date.parse(told.next_communication_at)).toBe(
    30 * 60_000,
  )
  expectProblem(await act(id, 'plan_major', { communication_cadence_minutes: 4 }, manager), 400)
  expectProblem(await act(id, 'plan_major', { commander_id: agent.userId }), 403)
  const blank = { communication_audience: ' ' }
  expectProblem(await act(id, 'plan_major', blank, manager), 422, 'communication_audience')

  await act(id, 'resolve', resolution)
  expect((await agent.get(`${url}${id}/`)).body.next_communication_at).toBeNull()
})

test('the requester of a major incident neither resolves, closes, reopens nor cancels it', async () => {
  const { id } = await majorIncident({ requester_id: reporter.userId })
  const seen = async () => (await reporter.get(`${url}${id}/`)).body
  expect(offered(await seen())).toEqual([])
  expectProblem(await act(id, 'cancel', { reason: 'x' }, reporter), 403)
  await act(id, 'resolve', resolution)
  expect(offered(await seen())).toEqual([])
  expectProblem(await act(id, 'close', {}, reporter), 403)
  expectProblem(await act(id, 'reopen', { reason: 'x' }, reporter), 403)
  expect((await act(id, 'close')).body.status).toBe('closed')

  const plain = await report({ requester_id: reporter.userId })
  await act(plain.id, 'resolve', resolution)
  expect((await act(plain.id, 'close', {}, reporter)).status).toBe(200)
})

test('once resolved, a review is due; it says at least what happened, and a reopening asks for another', async () => {
  const { id } = await majorIncident()
  expectProblem(await act(id, 'review_major', { summary: 'x' }), 409)
  const resolved = (await act(id, 'resolve', resolution)).body
  expect(resolved).toMatchObject({ review_state: 'due', reviewed_at: null })
  expect(resolved.actions).toContainEqual({ action: 'review_major', requires: ['summary'] })
  expect(await idsFor('review_state=due')).toContain(id)
  expectProblem(await act(id, 'review_major', { cause: 'A digger' }), 422, 'summary')

  await act(id, 'close')
  const words = {
    summary: 'Leeds was cut off',
    cause: 'A digger',
    lessons: 'Two ways',
    actions: 'Second fibre',
  }
  const reviewed = (await act(id, 'review_major', words)).body
  expect(reviewed).toMatchObject({
    review_state: 'done',
    review_summary: words.summary,
    review_cause: words.cause,
    review_lessons: words.lessons,
    review_actions: words.actions,
    reviewed_by: agent.userId,
    changed: true,
  })
  expect(offered(reviewed)).not.toContain('review_major')
  expect((await act(id, 'review_major', words)).body.changed).toBe(false)
  expect(await idsFor('review_state=due')).not.toContain(id)

  const second = await majorIncident()
  await act(second.id, 'resolve', resolution)
  await act(second.id, 'review_major', { summary: 'Once' })
  server().clock.advance({ minutes: 1 })
  await act(second.id, 'reopen', { reason: 'It is back' })
  expect((await agent.get(`${url}${second.id}/`)).body.review_state).toBeNull()
  expect((await act(second.id, 'resolve', resolution)).body.review_state).toBe('due')
})

test('no review is asked of what was no major incident', async () => {
  const { id } = await report()
  expect((await act(id, 'resolve', resolution)).body.review_state).toBeNull()
  expectProblem(await act(id, 'review_major', { summary: 'x' }), 409)
})

test('what the staff wrote about it stays with the staff', async () => {
  const { id } = await majorIncident({ requester_id: reporter.userId })
  await act(id, 'resolve', resolution)
  await act(id, 'review_major', { summary: 'Somebody slept' })
  const { body } = await reporter.get(`${url}${id}/`)
  expect(body).toMatchObject({
    major_state: 'accepted',
    bridge_url: null,
    review_summary: null,
    major_reason: null,
  })
  const timeline = JSON.stringify((await reporter.get(`${url}${id}/timeline/`)).body)
  expect(timeline).not.toMatch(/slept|offline|bridge|Leeds/)
})

test('lists are filtered by state and commander', async () => {
  const { id } = await majorIncident()
  expect(await idsFor(`major_state=accepted&commander_id=${manager.userId}`)).toContain(id)
  expect(await idsFor('major_state=Proposed')).not.toContain(id)
  expect(await idsFor('major_state__isnull=true')).not.toContain(id)
})
