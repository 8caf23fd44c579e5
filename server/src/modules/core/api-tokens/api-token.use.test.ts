import { once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import {
  eventually,
  PASSWORD,
  type Person,
  startTestServer,
  TEST_CONFIG,
  unique,
  useTestServer,
} from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
import { dial, openLive } from '../../noc/live/live.fixtures.ts'

const server = useTestServer()
const others: Runtime[] = []
afterAll(() => Promise.all(others.map(({ close }) => close())))

const path = '/api/v1/api-tokens/'
const incidents = '/api/v1/incidents/'
let owner: Person
beforeEach(async () => {
  owner = await server().tenant.person('agent')
})

const inDays = (days: number) => new Date(server().clock.now().getTime() + days * 86_400_000).toISOString()
async function newToken(scopes: string[], by = owner, days = 30) {
  const answer = await by.post(path, { name: unique('program'), scopes, expires_at: inDays(days) })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  const { id, token, name } = answer.body
  const url = `${path}${id}/`
  return { id: id as number, name: name as string, url, program: new Client(by.url, token, by.check) }
}
const report = (client: Client) => client.post(incidents, { title: unique('By a program') })

test('a program speaks for its owner, within its scopes', async () => {
  const { program } = await newToken(['incidents.view', 'incidents.view_all', 'incidents.create'])
  const made = await report(program)
  expect(made.body).toMatchObject({ created_by: owner.userId })
  expect((await program.get(incidents)).status).toBe(200)
  const me = await program.get('/api/v1/users/me/')
  expect(me.body).toMatchObject({ id: owner.userId })
  expect(me.body.permissions).toEqual(['incidents.create', 'incidents.view', 'incidents.view_all'])
  const refused = await program.patch(`${incidents}${made.body.id}/`, { title: 'x' })
  expectProblem(refused, 403)
  expect(refused.body.detail).toContain('incidents.update')
})

test('the ledger names the person, and the token by which they spoke', async () => {
  const { program, name } = await newToken(['incidents.create', 'incidents.view'])
  const { id } = (await report(program)).body
  expect(await server().ledger('incident', id)).toMatchObject([
    { actor_kind: 'user', actor_id: owner.userId, actor_name: `${owner.username} (token ${name})` },
  ])
})

test('one Idempotency-Key of two programs and their owner is three calls, and a repeat of each is none', async () => {
  const scopes = ['incidents.create', 'incidents.view']
  const [one, other] = [await newToken(scopes), await newToken(scopes)]
  const key = { 'idempotency-key': unique('key') }
  const report = (by: Client) => by.post(incidents, { title: 'Told by each' }, key)
  const callers = [owner, one.program, other.program]
  const first = await Promise.all(callers.map(report))
  const again = await Promise.all(callers.map(report))
  expect(new Set(first.map(({ body }) => body.id)).size).toBe(3)
  expect(again.map(({ body }) => body.id)).toEqual(first.map(({ body }) => body.id))
})

test('a right that its owner loses, the token loses with the next call', async () => {
  const { tenant } = server()
  const { program } = await newToken(['incidents.view', 'incidents.create'])
  expect((await report(program)).status).toBe(201)
  const [role] = (await tenant.administrator.get(`/api/v1/user-roles/?user_id=${owner.userId}`)).body.results
  await tenant.administrator.patch(`/api/v1/user-roles/${role.id}/`, { role: 'auditor' })
  expectProblem(await report(program), 403)
  expect((await program.get(incidents)).status).toBe(200)
})

test('nobody gives a token what they do not hold themselves', async () => {
  const body = { name: 'greedy', scopes: ['incidents.view', 'people.manage'], expires_at: inDays(1) }
  expectProblem(await owner.post(path, body), 422, 'scopes')
})

test('a token is dead with its owner, and revoked with the next call, in another process as well', async () => {
  const { tenant, address, clock } = server()
  const runtime = await startRuntime(TEST_CONFIG, address, createLogger('silent'), clock)
  others.push(runtime)
  const elsewhere = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  const kill = [
    async (url: string) => owner.delete(url),
    async () => tenant.administrator.patch(`/api/v1/users/${owner.userId}/`, { is_active: false }),
  ]
  for (const end of kill) {
    const { program, url } = await newToken(['incidents.view'])
    const there = new Client(elsewhere, program.token)
    const streams = [await openLive(program.url, program.token), await openLive(elsewhere, program.token)]
    for (const client of [program, there]) expect((await client.get(incidents)).status).toBe(200)
    expect((await end(url)).status).toBeLessThan(300)
    expectProblem(await program.get(incidents), 401)
    expect(await Promise.all(streams.map((live) => live.closed()))).toEqual([4001, 4001])
    await eventually('the other process to know', async () => (await there.get(incidents)).status === 401)
  }
})

test('a deleted owner speaks by no token', async () => {
  const { program } = await newToken(['incidents.view'])
  expect((await program.get(incidents)).status).toBe(200)
  await server().tenant.administrator.delete(`/api/v1/users/${owner.userId}/`)
  expectProblem(await program.get(incidents), 401)
})

test('a token ends when it said it would', async () => {
  const { program } = await newToken(['incidents.view'], owner, 1)
  server().clock.advance({ hours: 23 })
  expect((await program.get(incidents)).status).toBe(200)
  server().clock.advance({ hours: 1, seconds: 2 })
  expectProblem(await program.get(incidents), 401)
})

test('it is noted when a token was used, at most once a minute', async () => {
  const { program, url } = await newToken(['incidents.view'])
  const lastUse = async () => (await owner.get(url)).body.last_used_at
  expect(await lastUse()).toBeNull()
  await program.get(incidents)
  const first = await lastUse()
  expect(first).not.toBeNull()
  server().clock.advance({ seconds: 50 })
  await program.get(incidents)
  expect(await lastUse()).toBe(first)
  server().clock.advance({ seconds: 15 })
  await program.get(incidents)
  expect(Date.parse(await lastUse()) - Date.parse(first)).toBeGreaterThanOrEqual(60_000)
})

test('a program makes no tokens and touches neither password, second factor nor sessions', async () => {
  const { administrator } = server().tenant
  const all = (await administrator.get('/api/v1/users/me/')).body.permissions
  const { program } = await newToken(all, administrator)
  const password = { old_password: PASSWORD, new_password: 'another one of these' }
  const someone = `/api/v1/users/${owner.userId}`
  const tried: [string, string, object?][] = [
    ['POST', path, { name: 'x', scopes: ['incidents.view'], expires_at: inDays(1) }],
    ['POST', '/api/v1/auth/change-password/', password],
    ['POST', '/api/v1/users/change_password/', password],
    ['POST', '/api/v1/auth/mfa/enable/', {}],
    ['POST', '/api/v1/auth/mfa/verify/', { code: '123456' }],
    ['POST', '/api/v1/auth/mfa/disable/', { password: PASSWORD, code: '123456' }],
    ['GET', '/api/v1/auth/sessions/'],
    ['DELETE', '/api/v1/auth/sessions/1/'],
    ['POST', '/api/v1/auth/sessions/end_all/', {}],
    ['POST', `${someone}/end_sessions/`, {}],
    ['POST', `${someone}/disable_mfa/`, {}],
    ['POST', `${someone}/invite/`, {}],
  ]
  for (const [method, url, body] of tried) {
    const answer = await program.send(method, url, body)
    expectProblem(answer, 403)
    expect(answer.body.code, `${method} ${url}`).toBe('session_required')
  }
})

test('made-up tokens count by address before the database looks for them; a known one goes on working', async () => {
  const rateLimits = { ...TEST_CONFIG.rateLimits, auth: 40 }
  const guarded = await startTestServer({ trustProxy: ['127.0.0.1'], rateLimits })
  const looks = vi.spyOn(pg.Client.prototype, 'query')
  try {
    const at = (address: string) => ({ 'x-forwarded-for': address })
    const [here, elsewhere] = [at('203.0.113.9'), at('203.0.113.10')]
    const { program } = await newToken(['incidents.view'], guarded.tenant.administrator)
    const known = new Client(guarded.url, program.token)
    expect((await known.get(incidents, here)).status).toBe(200)
    const guess = (from: Record<string, string>) =>
      new Client(guarded.url, unique('wd_pat_')).get(incidents, from)
    const told = await Promise.all(Array.from({ length: 60 }, () => guess(here)))
    expect(told.filter(({ status }) => status === 401)).toHaveLength(39)
    looks.mockClear()
    const refused = await guess(here)
    expectProblem(refused, 429)
    expect(refused.body.code).toBe('rate_limited')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit')).toMatch(/^"strangers";r=0;t=\d+$/)
    const listener = dial(guarded.url, { headers: here })
    await once(listener.socket, 'open')
    listener.say({ t: 'hello', v: 1, token: unique('wd_pat_') })
    expect(await listener.closed()).toBe(4009)
    expect(listener.frames).toEqual([{ t: 'bye', code: 4009, retry_ms: expect.any(Number) }])
    expect(JSON.stringify(looks.mock.calls)).not.toContain('find_api_token')
    expect((await known.get(incidents, here)).status).toBe(200)
    expectProblem(await guess(elsewhere), 401)
    expect(JSON.stringify(looks.mock.calls)).toContain('find_api_token')
  } finally {
    looks.mockRestore()
    await guarded.close()
  }
})

test('what looks like a token and is none is a 401', async () => {
  const { program } = await newToken(['incidents.view'])
  const token = program.token as string
  for (const wrong of ['wd_pat_', 'wd_pat_guessed', token.slice(0, -1), `${token}A`, token.toUpperCase()])
    expectProblem(await new Client(server().url, wrong).get(incidents), 401)
})
