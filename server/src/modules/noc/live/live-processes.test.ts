import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSource, openAlert } from '../../../../test/alerts.ts'
import { Client } from '../../../../test/client.ts'
import { eventually, TEST_CONFIG, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { differences, followById, followLive, type ModelRow } from '../../../../test/live-model.ts'
import { canReach, startRedis, type TestRedis } from '../../../../test/redis.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { systemContext } from '../../../platform/context.ts'
import { createLogger } from '../../../platform/log.ts'
import { dial, openLive } from './live.fixtures.ts'

const server = useTestServer()
const runtimes: Runtime[] = []
const lines: string[] = []
let redisUsers = 0
let redis: TestRedis | null
let redisUrl: string | null

/** One more API process on the server's database. */
async function startProcess(through: string | null) {
  const config = {
    ...TEST_CONFIG,
    redisUrl: through,
  }
  const log = createLogger('info', { write: (line) => void lines.push(line) })
  if (through) redisUsers++
  const runtime = await startRuntime(config, server().address, log, server().clock)
  runtimes.push(runtime)
  return runtime.app.listen({ port: 0, host: '127.0.0.1' })
}

beforeAll(async () => {
  redis = await startRedis()
  const shared = 'redis://127.0.0.1:6379'
  redisUrl = redis?.url ?? ((await canReach(shared)) ? shared : null)
})
afterAll(async () => {
  await Promise.all(runtimes.map(({ close }) => close()))
  await redis?.kill()
})

async function newIncident(url: string, token: string | null): Promise<number> {
  const answer = await new Client(url, token).post('/api/v1/incidents/', { title: unique('Uplink down') })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id
}

const truthOf = (tenant: TestTenant) =>
  server().sql<ModelRow>(
    `select id::int, version, title, status from app.incidents where organization_id = $1 and deleted_at is null`,
    [tenant.organizationId],
  )

const cut = (...names: string[]) =>
  server().sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = any($1) and datname = current_database()`,
    [names],
  )

test.each(['PostgreSQL', 'Redis'])(
  'a client of one process hears of what is written through another, by %s',
  async (carrier) => {
    if (carrier === 'Redis' && !redisUrl) return
    const through = carrier === 'Redis' ? redisUrl : null
    const tenant = await server().newTenant()
    const { token } = tenant.administrator
    const [here, there] = await Promise.all([startProcess(through), startProcess(through)])
    const clients = await Promise.all([here, there].map((url) => openLive(url, token)))
    await Promise.all(clients.map((client) => client.sub('incidents')))
    for (const url of [here, there]) {
      const id = await newIncident(url, token)
      await Promise.all(clients.map((client) => client.event(({ eid }) => eid === id)))
    }
    const source = await newSource(server(), tenant)
    const alert = await openAlert(server(), source, {}, tenant)
    await Promise.all(clients.map((client) => client.sub('alerts')))
    await source.push({ labels: alert.labels })
    await Promise.all(
      clients.map((client) => client.event(({ op, eid }) => op === 'tick' && eid === alert.id)),
    )
    await Promise.all(clients.map((client) => client.close()))
  },
)

test('with Redis a person has five connections in all processes together', async () => {
  if (!redisUrl) return
  const person = await server().tenant.person('agent')
  const urls = await Promise.all([startProcess(redisUrl), startProcess(redisUrl)])
  // Seats are counted once both have reached Redis.
  await eventually('Redis', async () =>
    (await Promise.all(urls.map(() => canReach(redisUrl ?? '')))).every(Boolean),
  )
  await sleep(300)
  const url = (n: number) => urls[n % 2] ?? ''
  const five = await Promise.all([0, 1, 2, 3, 4].map((n) => openLive(url(n), person.token)))
  for (const n of [0, 1]) {
    const sixth = dial(url(n))
    await new Promise((resolve) => sixth.socket.once('open', resolve))
    sixth.say({ t: 'hello', v: 1, token: person.token })
    expect(await sixth.closed()).toBe(4009)
  }
  await five[0]?.close()
  const again = await eventually('a seat', async () => {
    const client = dial(url(1))
    await new Promise((resolve) => client.socket.once('open', resolve))
    client.say({ t: 'hello', v: 1, token: person.token })
    return (await client.frame(() => true)).t === 'welcome' && client
  })
  await Promise.all([again, ...five.slice(1)].map((client) => client.close()))
})

test('a Redis that is killed costs no event and no error, and is used again when it is back', async () => {
  if (!redis) return
  const tenant = await server().newTenant()
  const { token } = tenant.administrator
  const [here, there] = await Promise.all([startProcess(redis.url), startProcess(redis.url)])
  const readers = [here, there].map((url) =>
    followLive({
      url: () => url,
      token: async () => token ?? '',
      topic: 'incidents',
      path: '/api/v1/incidents/',
    }),
  )
  await eventually('the readers', async () => readers.every((reader) => reader.isSettled()))
  const write = async (count: number) => {
    for (let n = 0; n < count; n++) await newIncident(n % 2 ? here : there, token)
  }
  await write(10)
  lines.length = 0
  await redis.kill()
  await write(20)
  await redis.start()
  await write(10)
  const told = async () => {
    const truth = await truthOf(tenant)
    return readers.every((reader) => differences(reader.rows(), truth).length === 0)
  }
  await eventually('every event in both processes', told)
  for (const { stats } of readers) expect(stats).toMatchObject({ connections: 1, reloads: 1, gaps: {} })
  const said = (words: string) => lines.filter((line) => line.includes(words)).length
  await eventually('Redis in the log', async () => said('Redis is there') === redisUsers)
  expect(said('Redis is away')).toBe(redisUsers)
  expect(lines.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  await Promise.all(readers.map((reader) => reader.stop()))
})

test.each([
  ['deflated frames', ['deflate']],
  ['text alone', []],
])(
  'a reader of %s that is cut off at random, with the relay and the stream, ends with what the database holds',
  async (_, caps) => {
    const tenant = await server().newTenant()
    const { token } = tenant.administrator
    const other = await startProcess(redisUrl)
    const urls = [server().url, other]
    let turn = 0
    const reader = followLive({
      url: () => urls[turn++ % 2] ?? '',
      token: async () => token ?? '',
      topic: 'incidents',
      path: '/api/v1/incidents/',
      caps,
    })
    await eventually('the reader', async () => reader.isSettled())
    const ids: number[] = []
    let isWriting = true
    const writer = async (n: number) => {
      // However quick they are, the reader must have come back a few times meanwhile.
      for (let count = 0; count < 25 || reader.stats.resumed < 5; count++) {
        const by = new Client(urls[(n + count) % 2] ?? '', token)
        const known = ids[(n * 7 + count * 3) % Math.max(1, ids.length)]
        if (known === undefined || count % 3 === 0) ids.push(await newIncident(by.url, token))
        else if (count % 7 === 0) await by.delete(`/api/v1/incidents/${known}/`)
        else await by.patch(`/api/v1/incidents/${known}/`, { title: unique('Again') })
      }
    }
    const nemesis = async () => {
      for (let n = 1; isWriting; n++) {
        await sleep(60 + Math.random() * 60)
        reader.kill()
        if (n % 5 === 0) await cut('watchdesk relay')
        if (n % 7 === 0) await cut('watchdesk live')
      }
    }
    const harm = nemesis()
    await Promise.all([0, 1, 2, 3].map(writer))
    isWriting = false
    await harm
    await eventually(
      'the same state',
      async () => reader.isSettled() && differences(reader.rows(), await truthOf(tenant)).length === 0,
      10_000,
    )
    expect(reader.stats.resumed).toBeGreaterThan(2)
    expect(reader.stats.refused).toEqual({})
    expect(reader.stats.deflated > 0).toBe(caps.length > 0)
    await reader.stop()
  },
  60_000,
)

test('the same checker finds what a reader by id misses when changes commit out of order', async () => {
  const tenant = await server().newTenant()
  const { token, url } = tenant.administrator
  const [slow, quick] = [await newIncident(url, token), await newIncident(url, token)]
  const reader = followLive({
    url: () => url,
    token: async () => token ?? '',
    topic: 'incidents',
    path: '/api/v1/incidents/',
  })
  await eventually('the reader', async () => reader.isSettled())
  const columns = 'id::int, version, title, status'
  const naive = followById(server().sql, { kind: 'incident', table: 'app.incidents', columns })
  const change = (id: number, until: Promise<void>) =>
    server().door.write(systemContext(tenant.organizationId, 'test'), async (tx) => {
      await tx.run(sql`update incidents set title = 'Changed', version = version + 1 where id = ${id}`)
      await tx.run(sql`insert into ledger (organization_id, actor_kind, actor_name, event, subject_kind, subject_id)
        values (${tenant.organizationId}, 'system', 'test', 'incident.updated', 'incident', ${id})`)
      await until
    })
  let commit = () => {}
  const late = change(
    slow,
    new Promise<void>((resolve) => {
      commit = resolve
    }),
  )
  await sleep(100)
  await change(quick, Promise.resolve())
  await eventually('the naive reader', async () => naive.rows().get(quick)?.version === 2)
  commit()
  await late
  const truth = await truthOf(tenant)
  await eventually('the reader', async () => differences(reader.rows(), truth).length === 0)
  await naive.stop()
  expect(differences(new Map([...naive.rows()].filter(([id]) => [slow, quick].includes(id))), truth)).toEqual(
    [
      `${slow}.version is 2, believed to be 1`,
      `${slow}.title is Changed, believed to be ${naive.rows().get(slow)?.title}`,
    ],
  )
  await reader.stop()
})
