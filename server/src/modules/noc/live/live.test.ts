import { expect, test } from 'vitest'
import { newSource, openAlert } from '../../../../test/alerts.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { openLive } from './live.fixtures.ts'

const server = useTestServer()
const listen = (person: Person, more = {}) => openLive(server().url, person.token, more)

async function newIncident(by: Person, fields: Record<string, unknown> = {}) {
  const { status, body } = await by.post('/api/v1/incidents/', { title: unique('Uplink down'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

test('an incident that somebody creates arrives within a second, as the list shows it', async () => {
  const { administrator } = server().tenant
  const live = await listen(administrator)
  await live.sub('incidents')
  const { id } = await newIncident(administrator)
  const event = await live.event(({ eid }) => eid === id)
  expect(event).toMatchObject({ id: ['incidents'], k: 'incident', op: 'upsert', ver: 1 })
  const { body } = await administrator.get(`/api/v1/incidents/?page_size=1`)
  expect(event.d).toEqual(body.results[0])
  await live.close()
})

test('a change arrives with the new version, a deletion with the id alone', async () => {
  const { administrator } = server().tenant
  const live = await listen(administrator)
  await live.sub('incidents')
  const { id } = await newIncident(administrator)
  await administrator.post(`/api/v1/incidents/${id}/acknowledge/`)
  const changed = await live.event(({ eid, ver }) => eid === id && ver === 2)
  expect(changed.d.status).toBe('in_progress')
  await administrator.delete(`/api/v1/incidents/${id}/`)
  const deleted = await live.event(({ eid, op }) => eid === id && op === 'delete')
  expect(deleted).toEqual({ id: ['incidents'], k: 'incident', op: 'delete', eid: id, ver: 3 })
  await live.close()
})

test('what happens in another tenant is never heard', async () => {
  const other = await server().newTenant()
  const live = await listen(other.administrator)
  await live.sub('incidents')
  await newIncident(server().tenant.administrator)
  const own = await newIncident(other.administrator)
  await live.event(({ eid }) => eid === own.id)
  expect(live.events().map(({ eid }) => eid)).toEqual([own.id])
  await live.close()
})

test('an end user hears of their own incidents only, with the actions they have', async () => {
  const { tenant } = server()
  const user = await tenant.person('end_user')
  const [live, staff] = await Promise.all([listen(user), listen(tenant.administrator)])
  await Promise.all([live.sub('incidents'), staff.sub('incidents')])
  const foreign = await newIncident(tenant.administrator)
  await tenant.administrator.post(`/api/v1/incidents/${foreign.id}/acknowledge/`)
  const own = await newIncident(user)
  const mine = await live.event(({ eid }) => eid === own.id)
  const theirs = await staff.event(({ eid }) => eid === own.id)
  expect(live.events().map(({ eid }) => eid)).toEqual([own.id])
  expect(theirs.d.actions.length).toBeGreaterThan(mine.d.actions.length)
  await Promise.all([live.close(), staff.close()])
})

test('a record that goes out of sight leaves with its id alone', async () => {
  const { tenant } = server()
  const user = await tenant.person('end_user')
  const live = await listen(user)
  await live.sub('incidents')
  const { id } = await newIncident(tenant.administrator, { requester_id: user.userId })
  await live.event(({ eid, op }) => eid === id && op === 'upsert')
  await tenant.administrator.patch(`/api/v1/incidents/${id}/`, { requester_id: tenant.administrator.userId })
  const left = await live.event(({ eid, op }) => eid === id && op === 'leave')
  expect(left).toEqual({ id: ['incidents'], k: 'incident', op: 'leave', eid: id, ver: 2 })
  await live.close()
})

test('of a record that one never saw, one does not hear that it goes elsewhere', async () => {
  const { tenant } = server()
  const [user, other] = [await tenant.person('end_user'), await tenant.person('end_user')]
  const [live, owner] = await Promise.all([listen(user), listen(other)])
  await Promise.all([live.sub('incidents'), owner.sub('incidents')])
  const theirs = await newIncident(tenant.administrator, { requester_id: other.userId })
  const url = `/api/v1/incidents/${theirs.id}/`
  await tenant.administrator.patch(url, { requester_id: tenant.administrator.userId })
  await owner.event(({ eid, op }) => eid === theirs.id && op === 'leave')
  const own = await newIncident(user)
  await live.event(({ eid }) => eid === own.id)
  expect(live.events().map(({ eid }) => eid)).toEqual([own.id])
  await Promise.all([live.close(), owner.close()])
})

test('one who is limited to a client hears of no other', async () => {
  const { tenant } = server()
  const [mine, other] = await Promise.all(
    ['Mine', 'Other'].map(
      async (name) => (await tenant.administrator.post('/api/noc/clients/', { name: unique(name) })).body.id,
    ),
  )
  const limited = await tenant.limitedPerson([mine], 'noc_operator')
  const live = await listen(limited)
  await live.sub('incidents')
  await newIncident(tenant.administrator, { client_id: other })
  const { id } = await newIncident(tenant.administrator, { client_id: mine })
  await live.event(({ eid }) => eid === id)
  expect(live.events().map(({ eid }) => eid)).toEqual([id])
  await live.close()
})

test('a topic is refused without its permission, and one that does not exist is named', async () => {
  const user = await server().tenant.person('end_user')
  const live = await listen(user)
  expect(await live.sub('alerts')).toMatchObject({ t: 'err', id: 'alerts', code: 'forbidden' })
  expect(await live.sub('nonsense')).toMatchObject({ t: 'err', id: 'nonsense', code: 'unknown_topic' })
  await live.close()
})

test('a record that no longer fits the filter leaves, one that never fitted is not heard of', async () => {
  const { administrator } = server().tenant
  const live = await listen(administrator)
  await live.sub('incidents', { id: 'new', filter: { status: 'new', priority__in: [1, 2] } })
  await live.sub('incidents', { id: 'all' })
  const low = await newIncident(administrator, { impact: 3, urgency: 3 })
  const { id } = await newIncident(administrator, { impact: 1, urgency: 1 })
  await live.event(({ eid, id: names }) => eid === id && names.includes('new'))
  await administrator.post(`/api/v1/incidents/${id}/acknowledge/`)
  const left = await live.event(({ eid, op }) => eid === id && op === 'leave')
  expect(left).toMatchObject({ id: ['new'], ver: 2 })
  await live.event(({ eid, ver, op }) => eid === id && ver === 2 && op === 'upsert')
  expect(live.events().filter(({ eid }) => eid === low.id)).toMatchObject([{ id: ['all'] }])
  await live.close()
})

test('a filter is checked as the list checks it', async () => {
  const live = await listen(server().tenant.administrator)
  const unknown = await live.sub('incidents', { id: 'a', filter: { colour: 'red' } })
  expect(unknown).toMatchObject({ t: 'err', code: 'invalid', msg: expect.stringContaining('colour') })
  const wrong = await live.sub('incidents', { id: 'b', filter: { status: 'sleeping' } })
  expect(wrong).toMatchObject({ t: 'err', code: 'invalid', msg: expect.stringContaining('status') })
  await live.close()
})

test('a snapshot is followed by exactly what came after it', async () => {
  const tenant = await server().newTenant()
  const live = await listen(tenant.administrator)
  await live.sub('incidents', { id: 'before' })
  const urgent = await newIncident(tenant.administrator, { impact: 1, urgency: 1 })
  const other = await newIncident(tenant.administrator, { impact: 3, urgency: 3 })
  await live.event(({ eid }) => eid === other.id)
  const snapshot = await live.sub('incidents', { snapshot: { limit: 1, ordering: 'priority' } })
  expect(snapshot).toMatchObject({ at: live.cursor(), more: true, done: true })
  expect(snapshot.items.map(({ id }: { id: number }) => id)).toEqual([urgent.id])
  const after = await newIncident(tenant.administrator)
  await live.event(({ eid }) => eid === after.id)
  const told = live.events().filter(({ id }) => id.includes('incidents'))
  expect(told).toMatchObject([{ id: ['before', 'incidents'], eid: after.id }])
  await live.close()
})

test('nothing is missed between a snapshot and the stream while others write', async () => {
  const tenant = await server().newTenant()
  const live = await listen(tenant.administrator)
  const writing = Promise.all(Array.from({ length: 40 }, () => newIncident(tenant.administrator)))
  const snapshot = await live.sub('incidents', { snapshot: { limit: 200 } })
  const created = (await writing).map(({ id }) => id)
  const heard = () =>
    new Set([...snapshot.items.map(({ id }: { id: number }) => id), ...live.events().map(({ eid }) => eid)])
  await expect.poll(() => created.filter((id) => !heard().has(id))).toEqual([])
  await live.close()
})

test('a repeated alert ticks: the counters of the list, the version it had', async () => {
  const source = await newSource(server())
  const alert = await openAlert(server(), source, { host: 'a' })
  const live = await listen(server().tenant.administrator)
  await live.sub('alerts', { snapshot: { limit: 10 } })
  await source.push({ labels: alert.labels })
  const tick = await live.event(({ eid, op }) => eid === alert.id && op === 'tick')
  expect(tick).toMatchObject({ id: ['alerts'], k: 'alert', ver: alert.version, d: { occurrence_count: 2 } })
  expect(live.news()).toEqual([tick])
  await live.close()
})
