import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import { PASSWORD, type Person, signIn, unique, useTestServer } from '../../../test/harness.ts'
import { clientOf, teamOf } from '../../../test/samples.ts'

const server = useTestServer()
const url = '/api/v1/incidents/'
let administrator: Person
let agent: Person
let reporter: Person
beforeAll(async () => {
  const { tenant } = server()
  administrator = tenant.administrator
  agent = await tenant.person('agent')
  reporter = await tenant.person('end_user')
})

const report = async (by: Person, fields: object = {}) => {
  const { status, body } = await by.post(url, { title: unique('Incident'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const resolution = { resolution_code: 'fixed', resolution_notes: 'Done' }
const idsIn = ({ body }: { body: { results: { id: number }[] } }) => body.results.map(({ id }) => id)
const offered = (incident: { actions: { action: string }[] }) => incident.actions.map(({ action }) => action)

test('an end user sees what they reported or what was reported for them, and nothing else', async () => {
  const own = await report(reporter)
  const forThem = await report(agent, { requester_id: reporter.userId })
  const others = await report(agent)
  expect(own).toMatchObject({ requester_id: reporter.userId, created_by: reporter.userId })
  const seen = idsIn(await reporter.get(`${url}?page_size=100`))
  expect(seen).toEqual(expect.arrayContaining([own.id, forThem.id]))
  expect(seen).not.toContain(others.id)
  expect((await reporter.get(`${url}${forThem.id}/`)).status).toBe(200)
  for (const path of ['', 'comments/', 'timeline/'])
    expectProblem(await reporter.get(`${url}${others.id}/${path}`), 404)
  expectProblem(await reporter.post(`${url}${others.id}/cancel/`, { reason: 'x' }), 404)
  expectProblem(await reporter.post(`${url}${others.id}/add_comment/`, { body: 'x' }), 404)
  expect(idsIn(await agent.get(`${url}?page_size=100`))).toEqual(expect.arrayContaining([own.id, others.id]))
})

test('an end user is not told of which incident their report is a part', async () => {
  const own = await report(reporter)
  const { id, number } = await report(agent)
  expect((await agent.patch(`${url}${own.id}/`, { parent_id: id })).body.parent).toEqual({ id, name: number })
  for (const path of [`${own.id}/`, '?page_size=100']) {
    expect(JSON.stringify((await reporter.get(`${url}${path}`)).body)).not.toContain(`"${number}"`)
  }
})

test('an end user is told neither how people are ranked nor whom the desk calls, and cannot ask by a filter', async () => {
  const { tenant } = server()
  const vip = await tenant.person('end_user')
  expect((await administrator.patch(`/api/v1/users/${vip.userId}/`, { is_vip: true })).status).toBe(200)
  const { id } = await report(vip)
  const call = { reason: 'x', kind: 'hierarchical', user_id: agent.userId }
  const seen = (await agent.post(`${url}${id}/escalate/`, call)).body
  expect(seen).toMatchObject({ is_vip: true, escalated_to_id: agent.userId })
  expect(seen.priority_reasons).toContainEqual(expect.objectContaining({ rule: 'vip_requester' }))
  expect((await vip.get(`${url}${id}/`)).body).toMatchObject({
    ...{ is_vip: null, escalated_to_id: null, escalated_to: null, escalated_at: null, priority_reasons: [] },
  })
  expect((await vip.get(url)).body.results).toMatchObject([{ id, is_vip: null }])
  for (const filter of [
    'parent_id=1',
    'parent_id__in=1,2',
    'is_vip=true',
    `escalated_to_id=${agent.userId}`,
  ]) {
    expectProblem(await vip.get(`${url}?${filter}`), 403, filter.split('=')[0])
    expect((await agent.get(`${url}?${filter}`)).status, filter).toBe(200)
  }
})

test('an end user takes back what nobody has begun, and answers a resolution; the rest is not theirs', async () => {
  const { id, actions } = await report(reporter)
  expect(offered({ actions })).toEqual(['cancel'])
  for (const action of ['acknowledge', 'assign', 'hold', 'resume', 'escalate', 'resolve'])
    expectProblem(await reporter.post(`${url}${id}/${action}/`, {}), 403)
  expectProblem(await reporter.patch(`${url}${id}/`, { title: 'x' }), 403)
  expectProblem(await reporter.delete(`${url}${id}/`), 403)

  await agent.post(`${url}${id}/acknowledge/`)
  expect(offered((await reporter.get(`${url}${id}/`)).body)).toEqual([])
  expectProblem(await reporter.post(`${url}${id}/cancel/`, { reason: 'changed my mind' }), 403)
  await agent.post(`${url}${id}/resolve/`, resolution)
  expect(offered((await reporter.get(`${url}${id}/`)).body)).toEqual(['close', 'reopen'])
  const reopened = await reporter.post(`${url}${id}/reopen/`, { reason: 'still there' })
  expect(reopened.body).toMatchObject({ status: 'in_progress', reopen_count: 1 })
  await agent.post(`${url}${id}/resolve/`, resolution)
  expect((await reporter.post(`${url}${id}/close/`)).body.status).toBe('closed')

  const other = await report(reporter)
  expect((await reporter.post(`${url}${other.id}/cancel/`, { reason: 'x' })).body.status).toBe('cancelled')
})

test('an end user neither reports in another’s name nor assigns', async () => {
  const body = { title: 'x' }
  expectProblem(await reporter.post(url, { ...body, requester_id: agent.userId }), 422, 'requester_id')
  expectProblem(await reporter.post(url, { ...body, assignee_id: agent.userId }), 403)
  expectProblem(await reporter.post(url, { ...body, team_id: await teamOf(server().tenant) }), 403)
  expect(await report(reporter, { requester_id: reporter.userId })).toMatchObject({
    requester_id: reporter.userId,
  })
})

test('roles without work on incidents are offered no actions', async () => {
  const auditor = await server().tenant.person('auditor')
  const { id } = await report(agent)
  expect(offered((await auditor.get(`${url}${id}/`)).body)).toEqual([])
  expectProblem(await auditor.post(`${url}${id}/acknowledge/`), 403)
  expectProblem(await auditor.post(url, { title: 'x' }), 403)
})

test('internal notes are hidden from end users wherever comments are read', async () => {
  const { id } = await report(reporter)
  const word = unique('secretive').replace('-', '')
  const add = (by: Person, body: string, visibility: string) =>
    by.post(`${url}${id}/add_comment/`, { body, visibility })
  const note = await add(agent, `${word} note`, 'Internal')
  expect(note.body.comment).toMatchObject({ visibility: 'internal', author: { id: agent.userId } })
  const reply = await add(agent, `${word} reply`, 'public')
  expectProblem(await add(reporter, 'x', 'internal'), 403)
  const thanks = await add(reporter, 'thanks', 'public')

  const comments = '/api/v1/incident-comments/'
  const places = [`${url}${id}/comments/?`, `${comments}?incident_id=${id}`, `${comments}?search=${word}`]
  for (const place of places) {
    expect(idsIn(await agent.get(place)), place).toContain(note.body.comment.id)
    expect(idsIn(await reporter.get(place)), place).not.toContain(note.body.comment.id)
    expect(idsIn(await reporter.get(place)), place).toContain(reply.body.comment.id)
  }
  expect(idsIn(await reporter.get(`${url}${id}/comments/`)).sort()).toEqual([
    reply.body.comment.id,
    thanks.body.comment.id,
  ])
  expectProblem(await reporter.get(`${comments}${note.body.comment.id}/`), 404)
  expectProblem(await reporter.patch(`${comments}${note.body.comment.id}/`, { body: 'x' }), 404)
  expectProblem(await reporter.post(comments, { incident_id: id, body: 'x', visibility: 'internal' }), 403)
  const timeline = JSON.stringify((await reporter.get(`${url}${id}/timeline/`)).body)
  expect(timeline).not.toContain('internal')
  expect(JSON.stringify((await agent.get(`${url}${id}/timeline/`)).body)).toContain('internal')
})

test('a comment is mended by its author only', async () => {
  const { id } = await report(reporter)
  const { comment } = (await reporter.post(`${url}${id}/add_comment/`, { body: 'helo' })).body
  const path = `/api/v1/incident-comments/${comment.id}/`
  expectProblem(await agent.patch(path, { body: 'hello' }), 403)
  expect((await reporter.patch(path, { body: 'hello' })).body.body).toBe('hello')
})

test('the comments of a deleted incident are gone with it', async () => {
  const { id } = await report(agent)
  const { comment } = (await agent.post(`${url}${id}/add_comment/`, { body: 'hello' })).body
  await administrator.delete(`${url}${id}/`)
  expectProblem(await agent.get(`/api/v1/incident-comments/${comment.id}/`), 404)
  expect(idsIn(await agent.get(`/api/v1/incident-comments/?incident_id=${id}`))).toEqual([])
})

test('the timeline tells what happened, newest first, with who did it', async () => {
  const { id } = await report(reporter)
  await agent.post(`${url}${id}/acknowledge/`)
  const { results } = (await reporter.get(`${url}${id}/timeline/`)).body
  expect(results).toMatchObject([
    { event: 'incident.acknowledged', actor: { kind: 'user', id: agent.userId }, before: { status: 'new' } },
    { event: 'incident.created', actor: { kind: 'user', id: reporter.userId }, before: null },
  ])
})

test('the timeline tells an end user what concerns them: no escalation, no reasons, no teams', async () => {
  const { id } = await report(reporter)
  await agent.post(`${url}${id}/escalate/`, { reason: 'the caller is difficult' })
  await agent.post(`${url}${id}/assign/`, { team_id: await teamOf(server().tenant) })
  await agent.post(`${url}${id}/resolve/`, resolution)
  await agent.post(`${url}${id}/reopen/`, { reason: 'the colleague was careless' })
  const read = async (by: Person) => (await by.get(`${url}${id}/timeline/`)).body.results
  const shown: { event: string; before: object | null; after: object | null }[] = await read(reporter)
  const events = ['reopened', 'resolved', 'assigned', 'created'].map((event) => `incident.${event}`)
  expect(shown.map(({ event }) => event)).toEqual(events)
  expect(shown[1]?.after).toMatchObject({ status: 'resolved', resolution_notes: 'Done' })
  expect(JSON.stringify(shown)).not.toMatch(/difficult|careless|team_id|escalation|impact/)
  expect(JSON.stringify(await read(agent))).toMatch(/difficult.*|careless/)
})

test('an operator limited to clients sees and touches the incidents of these only', async () => {
  const { tenant } = server()
  const mine = await clientOf(tenant)
  const other = (await administrator.post('/api/noc/clients/', { name: unique('Other') })).body.id
  const username = unique('limited')
  const email = `${username}@example.org`
  const fields = { username, email, password: PASSWORD, roles: ['noc_operator'], client_ids: [mine] }
  await administrator.post('/api/v1/users/', fields)
  const limited = await signIn(server().url, username)

  const word = unique('limited').replace('-', '')
  const theirs = await report(agent, { title: `${word} one`, client_id: mine })
  const hidden = await report(agent, { title: `${word} two`, client_id: other })
  const without = await report(agent, { title: `${word} three` })
  for (const query of ['', `?search=${word}`, `?client_id__in=${mine},${other}`, '?client_id__isnull=true'])
    for (const id of idsIn(await limited.get(url + query))) expect([hidden.id, without.id]).not.toContain(id)
  expect(idsIn(await limited.get(url))).toContain(theirs.id)
  for (const { id } of [hidden, without]) {
    expectProblem(await limited.get(`${url}${id}/`), 404)
    expectProblem(await limited.post(`${url}${id}/acknowledge/`), 404)
    expectProblem(await limited.patch(`${url}${id}/`, { title: 'x' }), 404)
    expectProblem(await limited.get(`${url}${id}/timeline/`), 404)
  }
  expect((await limited.post(`${url}${theirs.id}/acknowledge/`)).status).toBe(200)
  expectProblem(await limited.post(url, { title: 'x', client_id: other }), 422, 'client_id')
  expectProblem(await limited.post(url, { title: 'x' }), 422, 'client_id')
  expectProblem(await limited.patch(`${url}${theirs.id}/`, { client_id: other }), 422, 'client_id')
  const clients = await limited.get('/api/noc/clients/')
  expect(idsIn(clients)).toEqual([mine])
})
