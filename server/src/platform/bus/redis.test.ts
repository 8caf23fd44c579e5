import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../test/harness.ts'
import { startRedis, type TestRedis } from '../../../test/redis.ts'
import { createLogger } from '../log.ts'
import type { Bus } from './bus.ts'
import { openRedis } from './redis.ts'

const LIMIT = 5
let redis: TestRedis | null
const buses: Bus[] = []

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(async () => {
  await Promise.all(buses.map((bus) => bus.close()))
  await redis?.kill()
})

/** As a process of its own would. */
async function join({ url }: TestRedis) {
  const bus = openRedis(url, 'test', createLogger('silent'))
  buses.push(bus)
  await eventually('Redis', async () => bus.isUp())
  return bus
}

const takeAll = (bus: Bus, holder: string) =>
  Promise.all(Array.from({ length: LIMIT }, (_, seat) => bus.takeSeat(holder, `${holder} ${seat}`, LIMIT)))

test('the seats of a process that died without a word are free within seconds, those of the living are not', async () => {
  if (!redis) return
  const [dying, other] = await Promise.all([join(redis), join(redis)])
  expect(await takeAll(dying, 'ada')).toEqual(Array(LIMIT).fill(true))
  expect(await takeAll(other, 'bob')).toEqual(Array(LIMIT).fill(true))
  expect(await other.takeSeat('ada', 'sixth', LIMIT)).toBe(false)
  await dying.close()
  await eventually('a seat', () => other.takeSeat('ada', 'sixth', LIMIT))
  expect(await other.takeSeat('bob', 'sixth', LIMIT)).toBe(false)
})

test('seats that a Redis lost are taken again by those who sit on them', async () => {
  if (!redis) return
  const [one, other] = await Promise.all([join(redis), join(redis)])
  await takeAll(one, 'eve')
  await redis.kill()
  await redis.start()
  await eventually('Redis', async () => one.isUp() && other.isUp())
  one.keepSeats(Array.from({ length: LIMIT }, (_, seat) => ['eve', `eve ${seat}`] as const))
  await eventually('eve to have all of hers', async () => {
    if (!(await other.takeSeat('eve', 'sixth', LIMIT))) return true
    other.leaveSeat('eve', 'sixth')
    return false
  })
})
