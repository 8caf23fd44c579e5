import argon2 from '@node-rs/argon2'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Answer, Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { eventually, PASSWORD, startTestServer, type TestServer, unique } from '../../../../test/harness.ts'
import { networkOf } from '../../../platform/http/network.ts'
import { LOOKED_AT } from './passwords.ts'

/** Passwords that were looked at, whatever was answered, and what the looking waits for. */
const looked = { at: 0, after: Promise.resolve() }
const { verify } = argon2
vi.spyOn(argon2, 'verify').mockImplementation(async (...given) => {
  looked.at++
  await looked.after
  return verify(...given)
})

// Behind a proxy that is believed, so that each call can say where it comes from.
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ trustProxy: ['127.0.0.1'] })
})
afterAll(() => server?.close())

let places = 0
let place = ''
beforeEach(() => {
  place = `192.0.2.${++places}`
})

const login = (username: string, password = 'not this one', from = place) =>
  new Client(server.url).post('/api/v1/auth/login/', { username, password }, { 'x-forwarded-for': from })
const newcomer = () => server.tenant.person('agent')
const fail = async (username: string, times: number) => {
  for (let n = 0; n < times; n++) expectProblem(await login(username), 401)
}
const waitOf = async (username: string) => {
  const answer = await login(username)
  expectProblem(answer, 429)
  return Number(answer.headers.get('retry-after'))
}

test('ten wrong passwords lock the account for a minute, for its owner too, and say how long', async () => {
  const { username } = await newcomer()
  await fail(username, 10)
  const locked = await login(username, PASSWORD)
  expectProblem(locked, 429)
  expect(locked.body.code).toBe('too_many_attempts')
  const wait = Number(locked.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(45)
  expect(wait).toBeLessThanOrEqual(60)
  server.clock.advance({ seconds: 61 })
  expect((await login(username, PASSWORD)).status).toBe(200)
  expect((await login(username, PASSWORD)).status).toBe(200)
})

test('each failure after that doubles the wait, up to fifteen minutes', async () => {
  const { username } = await newcomer()
  await fail(username, 9)
  for (const minutes of [1, 2, 4, 8, 15, 15]) {
    await fail(username, 1)
    expect(Math.ceil((await waitOf(username)) / 60)).toBe(minutes)
    server.clock.advance({ minutes, seconds: 1 })
  }
})

test('a quarter of an hour without failures forgets them', async () => {
  const { username } = await newcomer()
  await fail(username, 9)
  server.clock.advance({ minutes: 15, seconds: 1 })
  await fail(username, 9)
  expect((await login(username, PASSWORD)).status).toBe(200)
})

test('a name that nobody has is throttled like one that somebody has', async () => {
  const nobody = unique('nobody')
  await fail(nobody.toUpperCase(), 5)
  await fail(nobody, 5)
  expect(await waitOf(nobody)).toBeGreaterThan(45)
})

test('a success takes its own count back, not those of others', async () => {
  const { username } = await newcomer()
  for (let n = 0; n < 30; n++) expect((await login(username, PASSWORD)).status).toBe(200)
  await fail(username, 9)
  expect((await login(username, PASSWORD)).status).toBe(200)
  await fail(username, 1)
  expect(await waitOf(username)).toBeGreaterThan(45)
})

test('of a hundred parallel wrong passwords no more are looked at than are allowed', async () => {
  const { username } = await newcomer()
  looked.at = 0
  const answers = await Promise.all(Array.from({ length: 100 }, () => login(username)))
  expect(looked.at).toBe(10)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(90)
  const [row] = await server.sql('select failures from auth.throttles where subject = $1', [
    `account:${username}`,
  ])
  expect(row).toEqual({ failures: 10 })
})

const locksOf = async (userId: number) =>
  (await server.ledger('user', userId)).filter(({ event }) => event === 'user.locked')

test('the lock of an account is told in the ledger, once; that of an address is nobody’s', async () => {
  const { username, userId } = await newcomer()
  await fail(username, 10)
  await waitOf(username)
  expect(await locksOf(userId)).toMatchObject([{ actor_name: 'sign-in', after: { by: 'password' } }])
  const other = await newcomer()
  await server.sql('update auth.throttles set failures = 199, locked_until = null where subject = $1', [
    `address:${place}`,
  ])
  await fail(other.username, 1)
  await waitOf(other.username)
  expect(await locksOf(other.userId)).toEqual([])
})

test('one address has two hundred failures, whatever names it tries; others go on', async () => {
  const { username } = await newcomer()
  await server.sql(
    `insert into auth.throttles (subject, failures, forgotten_at) values ($1, 199, now() + interval '1 year')`,
    [`address:${place}`],
  )
  expect((await login(username, PASSWORD)).status).toBe(200)
  await fail(unique('nobody'), 1)
  expectProblem(await login(username, PASSWORD), 429)
  expect((await login(username, PASSWORD, '198.51.100.1')).status).toBe(200)
})

test('a flood of sign-ins is told to wait, and the queue serves those it took', async () => {
  const { promise, resolve: look } = Promise.withResolvers<void>()
  looked.after = promise
  const taken = LOOKED_AT.atOnce + LOOKED_AT.waiting
  const turnedAway: Answer[] = []
  const answers = Array.from({ length: taken + 5 }, async (_, n) => {
    const answer = await login(unique('nobody'), undefined, `2001:db8:${n}::1`)
    if (answer.status === 429) turnedAway.push(answer)
    return answer.status
  })
  await eventually('five are turned away', async () => turnedAway.length === 5).finally(look)
  expect((await Promise.all(answers)).filter((status) => status === 401)).toHaveLength(taken)
  for (const answer of turnedAway) {
    expect(answer.body.code).toBe('too_many_requests')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  const { username } = await newcomer()
  expect((await login(username, PASSWORD)).status).toBe(200)
})

test('an address of IPv6 stands for its network of 64 bits, and a mapped one for what it maps', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:0DB8:1:2:bbbb:cccc:dddd:eeee')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('::ffff:192.0.2.2')).not.toBe(networkOf('::ffff:192.0.2.1'))
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf(null)).toBe('unknown')
})

test('what is over is swept away, and what still counts is not', async () => {
  const { username } = await newcomer()
  await fail(username, 3)
  const left = () => server.sql('select from auth.throttles where subject = $1', [`account:${username}`])
  await server.sql('select auth.sweep()')
  expect(await left()).toHaveLength(1)
  await server.sql(
    `update auth.throttles set forgotten_at = now() - interval '25 hours' where subject = $1`,
    [`account:${username}`],
  )
  await server.sql('select auth.sweep()')
  expect(await left()).toHaveLength(0)
})
