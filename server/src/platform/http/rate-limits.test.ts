import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import {
  PASSWORD,
  type Person,
  startTestServer,
  TEST_CONFIG,
  type TestServer,
} from '../../../test/harness.ts'
import { startRedis, type TestRedis } from '../../../test/redis.ts'
import { blocksFrom, createAllowances, type TakeBlock } from '../allowance.ts'
import { openRedis } from '../bus/redis.ts'
import { createPool } from '../database.ts'
import { createLogger } from '../log.ts'
import { networkOf } from './network.ts'

let server: TestServer
let admin: Person
let pool: ReturnType<typeof createPool>
let redis: TestRedis | null = null
beforeAll(async () => {
  server = await startTestServer({ rateLimits: { ...TEST_CONFIG.rateLimits, auth: 40, write: 25, heavy: 3 } })
  admin = server.tenant.administrator
  pool = createPool(server.address, { size: 2, name: 'test' })
  redis = await startRedis().catch(() => null)
})
afterAll(async () => {
  await pool.end()
  await server.close()
  await redis?.kill()
})

const statuses = async (calls: Promise<{ status: number }>[]) =>
  Object.entries(Object.groupBy(await Promise.all(calls), ({ status }) => status)).map(
    ([status, all]) => `${all?.length} × ${status}`,
  )

test('every answer says what its class allows and what is left of it', async () => {
  const one = await admin.get('/api/v1/teams/')
  const two = await admin.get('/api/v1/teams/')
  expect(one.headers.get('ratelimit-policy')).toBe('"read";q=600000;w=60')
  const left = ({ headers }: typeof one) => Number(/r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '')?.[1])
  expect(left(two)).toBe(left(one) - 1)
  const head = await admin.send('HEAD', '/api/v1/teams/')
  expect(left(head)).toBe(left(two) - 1)
})

test('of many writes at once as many pass as the limit says; the others are 429 with Retry-After', async () => {
  const person = await server.tenant.person('administrator')
  const write = () => person.post('/api/v1/teams/', {})
  expect(await statuses(Array.from({ length: 40 }, write))).toEqual(['25 × 400', '15 × 429'])
  const refused = await write()
  expectProblem(refused, 429)
  expect(refused.body.code).toBe('rate_limited')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.headers.get('ratelimit')).toMatch(/^"write";r=0;t=\d+$/)
  expect((await person.get('/api/v1/teams/')).status, 'reads are another class').toBe(200)
  expect((await admin.post('/api/v1/teams/', {})).status, 'others have their own').toBe(400)
})

test('who is not known yet is counted by address, and what is dear by its own class', async () => {
  const ask = () => server.anonymous.get('/api/schema/')
  expect(await statuses([ask(), ask(), ask(), ask(), ask()])).toEqual(['3 × 200', '2 × 429'])
  const signIn = () => server.anonymous.post('/api/v1/auth/token/refresh/', { refresh: PASSWORD })
  const told = await Promise.all(Array.from({ length: 60 }, signIn))
  expect(told.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20)
})

test('health, pages and sources of alerts are not counted', async () => {
  const { key } = (await admin.post('/api/noc/integrations/', { name: 'Source', kind: 'generic' })).body
  for (const answer of [
    await server.anonymous.get('/health/live'),
    await server.anonymous.post(`/api/ingest/generic/${key}/`, { title: 'x', severity: 'warning' }),
  ]) {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('ratelimit')).toBeNull()
  }
})

/** As many processes, each with its own memory, all asking at once. */
async function passes(take: TakeBlock, holder: string, most: number) {
  const processes = Array.from({ length: 4 }, () => createAllowances('test', most, take))
  const asked = Array.from({ length: most * 2 }, (_, n) => processes[n % 4]?.demand(holder))
  return (await Promise.all(asked)).filter((answer) => answer?.isGranted).length
}

test('several processes together let through what the limit says, to the last one', async () => {
  expect(await passes(blocksFrom(pool, null), 'somebody', 500)).toBe(500)
})

test('a window ends a minute after its first call, by the time of the database', async () => {
  const most = 10
  const take = (shift: string) =>
    server.sql<{ granted: number }>(
      `select set_config('app.clock_offset', $1, false), t.* from (select 1) one,
        lateral auth.take_allowance('window', 'test', 10, ${most}, 60) t`,
      [shift],
    )
  const granted = async (shift: string) => {
    await server.sql(`select set_config('app.clock_offset', $1, false)`, [shift])
    return (await take(shift))[0]?.granted
  }
  expect(await granted('0')).toBe(most)
  expect(await granted('50 seconds')).toBe(0)
  expect(await granted('70 seconds')).toBe(most)
  expect(await granted('-1 hour'), 'a clock that was set back locks nobody out').toBe(most)
})

test('a process that has spent its block of a window asks no more until the window ends', async () => {
  let [asked, time] = [0, 0]
  const take: TakeBlock = async (_, __, wanted, most) => {
    const granted = Math.min(wanted, most - asked++)
    return { granted, remaining: most - asked, secondsLeft: 60 }
  }
  const allowances = createAllowances('test', 3, take, () => time)
  const grants = async () => (await allowances.demand('x')).isGranted
  expect([await grants(), await grants(), await grants(), await grants(), await grants()]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect(asked).toBe(3)
  time = 60_001
  asked = 0
  expect(await grants()).toBe(true)
})

test('with Redis it counts as exactly; without it PostgreSQL does, and the door stays shut', async (context) => {
  if (!redis) return context.skip()
  const bus = openRedis(redis.url, 'limits', createLogger('silent'))
  while (!bus.isUp()) await new Promise((resolve) => setTimeout(resolve, 10))
  const take = blocksFrom(pool, bus)
  expect(await passes(take, 'redis', 500)).toBe(500)
  const [{ n }] = (await server.sql(
    `select count(*)::int as n from auth.allowances where holder = 'redis'`,
  )) as [{ n: number }]
  expect(n).toBe(0)
  await redis.kill()
  expect(await passes(take, 'redis', 500)).toBe(500)
  await bus.close()
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the address %s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
