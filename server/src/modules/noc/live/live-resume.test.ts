import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { newSource, openAlert } from '../../../../test/alerts.ts'
import { type Person, TEST_CONFIG, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { systemContext } from '../../../platform/context.ts'
import { createLogger } from '../../../platform/log.ts'
import { openLive, readStream } from './live.fixtures.ts'

const server = useTestServer()
const others: Runtime[] = []
afterAll(() => Promise.all(others.map(({ close }) => close())))

const listen = (person: Person, more = {}) => openLive(server().url, person.token, more)

/** Another process on the same database, which has seen nothing of what was before. */
async function startAnother() {
  const runtime = await startRuntime(TEST_CONFIG, server().address, createLogger('silent'), server().clock)
  others.push(runtime)
  return runtime.app.listen({ port: 0, host: '127.0.0.1' })
}

async function newIncident(tenant: TestTenant): Promise<number> {
  const { status, body } = await tenant.administrator.post('/api/v1/incidents/', {
    title: unique('Uplink down'),
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

const acknowledge = (tenant: TestTenant, id: number) =>
  tenant.administrator.post(`/api/v1/incidents/${id}/acknowledge/`)

/** Ledger rows of a record as if it had changed so often. */
const touch = (tenant: TestTenant, ids: number[], times: number) =>
  server().sql(
    `insert into app.ledger (organization_id, actor_kind, actor_name, event, subject_kind, subject_id)
     select $1, 'system', 'test', 'incident.touched', 'incident', ids[1 + n % cardinality(ids)]
     from (select $2::bigint[] as ids) i, generate_series(0, $3 - 1) n`,
    [tenant.organizationId, ids, times],
  )

test('who comes back with a cursor gets what was missed, in order, and nothing again', async () => {
  const { tenant } = server()
  const [first, witness] = await Promise.all([listen(tenant.administrator), listen(tenant.administrator)])
  await Promise.all([first.sub('incidents'), witness.sub('incidents')])
  const seen = await newIncident(tenant)
  await first.event(({ eid }) => eid === seen)
  await first.close()
  const missed = [await newIncident(tenant), await newIncident(tenant), await newIncident(tenant)]
  await witness.event(({ eid }) => eid === missed.at(-1))

  const again = await listen(tenant.administrator, { cursor: first.cursor() })
  expect(again.frames[0]).toMatchObject({ t: 'welcome', resumed: true, cursor: first.cursor() })
  again.say({ t: 'sub', id: 'incidents', topic: 'incidents' })
  await again.event(({ eid }) => eid === missed.at(-1))
  const next = await newIncident(tenant)
  await again.event(({ eid }) => eid === next)
  expect(again.events().map(({ eid, ver }) => [eid, ver])).toEqual([...missed, next].map((id) => [id, 1]))
  await Promise.all([again.close(), witness.close()])
})

test('what was missed is told once, in the state it has now', async () => {
  const { tenant } = server()
  const [live, witness] = await Promise.all([listen(tenant.administrator), listen(tenant.administrator)])
  await witness.sub('incidents')
  const id = await newIncident(tenant)
  await acknowledge(tenant, id)
  await tenant.administrator.patch(`/api/v1/incidents/${id}/`, { title: 'Uplink is flapping' })
  // All of it is sealed, so that it is missed and not to come.
  await witness.event(({ eid, d }) => eid === id && d?.title === 'Uplink is flapping')
  const again = await listen(tenant.administrator, { cursor: live.cursor() })
  again.say({ t: 'sub', id: 'incidents', topic: 'incidents' })
  await again.event(({ eid, d }) => eid === id && d.title === 'Uplink is flapping')
  expect(again.events().filter(({ eid }) => eid === id)).toHaveLength(1)
  await Promise.all([live.close(), witness.close(), again.close()])
})

test('until all subscriptions can be back the cursor stays where the resume began', async () => {
  const { tenant } = server()
  const before = await listen(tenant.administrator)
  const id = await newIncident(tenant)
  const again = await listen(tenant.administrator, { cursor: before.cursor() })
  again.say({ t: 'sub', id: 'incidents', topic: 'incidents' })
  await again.event(({ eid }) => eid === id)
  expect(again.cursor()).toBe(before.cursor())
  again.say({ t: 'sub', id: 'same', topic: 'incidents' })
  await again.event(({ eid, id: names }) => eid === id && names[0] === 'same')
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await acknowledge(tenant, id)
  await again.event(({ eid, ver }) => eid === id && ver === 2)
  expect(again.cursor()).not.toBe(before.cursor())
  await Promise.all([before.close(), again.close()])
})

test('what was missed is filtered by the rights one has now', async () => {
  const { tenant } = server()
  const agent = await tenant.person('agent')
  const live = await listen(agent)
  const { body } = await tenant.administrator.get(`/api/v1/user-roles/?user_id=${agent.userId}`)
  await newIncident(tenant)
  await tenant.administrator.post('/api/v1/user-roles/', { user_id: agent.userId, role: 'end_user' })
  await tenant.administrator.delete(`/api/v1/user-roles/${body.results[0].id}/`)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const own = (await agent.post('/api/v1/incidents/', { title: 'Mine' })).body.id
  const again = await listen(agent, { cursor: live.cursor() })
  again.say({ t: 'sub', id: 'incidents', topic: 'incidents' })
  await again.event(({ eid }) => eid === own)
  expect(again.events().map(({ eid }) => eid)).toEqual([own])
  await Promise.all([live.close(), again.close()])
})

test('a change that commits late is not lost, though a later one was already read', async () => {
  const { tenant } = server()
  const live = await listen(tenant.administrator)
  await live.sub('incidents')
  const [slow, fast] = [await newIncident(tenant), await newIncident(tenant)]
  const heard = (id: number) => live.events().filter(({ eid }) => eid === id).length
  await expect.poll(() => [heard(slow), heard(fast)]).toEqual([1, 1])
  let commit = () => {}
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  const record = (id: number, until: Promise<void>) =>
    server().door.write(systemContext(tenant.organizationId, 'test'), async (tx) => {
      await tx.run(sql`insert into ledger (organization_id, actor_kind, actor_name, event, subject_kind, subject_id)
        values (${tenant.organizationId}, 'system', 'test', 'incident.touched', 'incident', ${id})`)
      await until
    })
  const late = record(slow, held)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await record(fast, Promise.resolve())
  await new Promise((resolve) => setTimeout(resolve, 500))
  commit()
  await late
  await expect.poll(() => [heard(slow), heard(fast)]).toEqual([2, 2])
  await live.close()
})

test('another process replays from the table what it never held in memory', async () => {
  const tenant = await server().newTenant()
  const live = await listen(tenant.administrator)
  const missed = [await newIncident(tenant), await newIncident(tenant)]
  const url = await startAnother()
  const again = await openLive(url, tenant.administrator.token, { cursor: live.cursor() })
  expect(again.frames[0]).toMatchObject({ resumed: true })
  again.say({ t: 'sub', id: 'incidents', topic: 'incidents' })
  await again.event(({ eid }) => eid === missed[1])
  expect(again.events().map(({ eid }) => eid)).toEqual(missed)
  // And it hears what is written through the first one.
  const next = await newIncident(tenant)
  await again.event(({ eid }) => eid === next)
  await Promise.all([live.close(), again.close()])
})

test('a cursor of another epoch, of the future or of long ago is not resumed, and says why', async () => {
  const tenant = await server().newTenant()
  const id = await newIncident(tenant)
  const live = await listen(tenant.administrator)
  const cursor = live.cursor()
  await touch(tenant, [id], 5001)
  const head = 'select seq from app.stream_heads where organization_id = $1 and seq > 5000'
  await expect.poll(() => server().sql(head, [tenant.organizationId])).toHaveLength(1)
  const url = await startAnother()
  const reason = async (of: string) => {
    const client = await openLive(url, tenant.administrator.token, { cursor: of })
    await client.close()
    return client.frames[0].reason
  }
  expect(await reason(cursor.replace('e1', 'e7'))).toBe('epoch')
  expect(await reason('e1:99999999')).toBe('epoch')
  expect(await reason('rubbish')).toBe('epoch')
  expect(await reason(cursor)).toBe('history')
  await live.close()
})

test('who stops reading gets a gap, and nobody waits for them', async () => {
  const tenant = await server().newTenant()
  const made = await server().sql<{ id: number }>(
    `insert into app.incidents (organization_id, number, title, impact, urgency, effective_impact, effective_urgency, priority,
       status, status_category)
     select $1, 'X-' || n, repeat('x', 255), 2, 2, 2, 2, 3, 'new', 'new' from generate_series(1, 1200) n returning id`,
    [tenant.organizationId],
  )
  const ids = made.map(({ id }) => Number(id))
  const [slow, quick] = await Promise.all([listen(tenant.administrator), listen(tenant.administrator)])
  await Promise.all([slow.sub('incidents'), quick.sub('incidents')])
  const queuedBytes = async () => {
    const { body } = await tenant.administrator.get('/metrics')
    return Number(/^ws_queue_bytes (\d+)/m.exec(body)?.[1])
  }
  const touchAll = async () => {
    const before = quick.events().length
    await touch(tenant, ids, ids.length)
    await expect.poll(() => quick.events().length - before).toBe(ids.length)
  }
  slow.socket.pause()
  do await touchAll()
  while ((await queuedBytes()) < 256 * 1024)
  const stalled = performance.now()
  while (performance.now() - stalled < 1200) await touchAll()
  const during = await newIncident(tenant)
  await quick.event(({ eid }) => eid === during)
  expect(await queuedBytes()).toBeLessThan(1024 * 1024)

  slow.socket.resume()
  expect(await slow.frame(({ t }) => t === 'gap')).toMatchObject({ id: 'incidents', why: 'slow' })
  const after = await newIncident(tenant)
  await slow.event(({ eid }) => eid === after)
  expect(slow.events().some(({ eid }) => eid === during)).toBe(false)
  await Promise.all([slow.close(), quick.close()])
}, 60_000)

test('an event stream over HTTP resumes at Last-Event-ID', async () => {
  const { tenant } = server()
  const source = await newSource(server())
  const first = await readStream(server().url, tenant.administrator.token, 'incidents,alerts')
  const incident = await newIncident(tenant)
  await first.until(({ ev }) => ev?.[0].eid === incident)
  first.stop()
  expect(first.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const [alert, next] = [await openAlert(server(), source), await newIncident(tenant)]
  const again = await readStream(server().url, tenant.administrator.token, 'incidents,alerts', first.lastId())
  // In the order of their commits, which may be another than that of the calls.
  await expect
    .poll(() =>
      again
        .frames()
        .flatMap(({ ev }) => ev ?? [])
        .map(({ k, eid }) => [k, eid])
        .sort(),
    )
    .toEqual([
      ['alert', alert.id],
      ['incident', next],
    ])
  again.stop()
})

const cutTheTail = () =>
  server().sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'watchdesk live' and datname = current_database()`,
  )

test('what happens while the stream has lost its database connection is told afterwards', async () => {
  const { tenant } = server()
  const live = await listen(tenant.administrator)
  await live.sub('incidents')
  await cutTheTail()
  const id = await newIncident(tenant)
  await live.event(({ eid }) => eid === id)
  await live.close()
})

test('when the stream has another history than before, everybody starts anew', async () => {
  const { tenant } = server()
  const live = await listen(tenant.administrator)
  await server().sql('update app.stream_state set epoch = epoch + 1')
  await cutTheTail()
  expect(await live.closed()).toBe(4011)
  const again = await listen(tenant.administrator, { cursor: live.cursor() })
  expect(again.frames[0]).toMatchObject({ epoch: 'e2', resumed: false, reason: 'epoch' })
  await again.close()
})
