import { beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../../../test/client.ts'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { PASSWORD, type Person, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
let person: Person
beforeAll(async () => {
  person = await server().tenant.person('agent')
})

const login = (fields: object = {}, headers = {}) =>
  server().anonymous.post(
    '/api/v1/auth/login/',
    { username: person.username, password: PASSWORD, ...fields },
    headers,
  )
const refresh = (token?: string, headers = {}) =>
  server().anonymous.post('/api/v1/auth/token/refresh/', { refresh: token }, headers)
const logout = (token: string) => server().anonymous.post('/api/v1/auth/logout/', { refresh: token })
const verify = (token: string) => new Client(server().url, token).get('/api/v1/auth/verify-token/')
const isEnded = async (token: string) => expectProblem(await verify(token), 401)

test('signing in answers tokens, who it is and what they may do, and is not cached', async () => {
  const { status, body, headers } = await login()
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toMatchObject({
    mfa_required: false,
    user: { id: person.userId, roles: ['agent'], mfa_enabled: false },
  })
  expect(body.user.permissions).toContain('incidents.view')
  const verified = await verify(body.access)
  const { organizationId } = server().tenant
  expect(verified.body).toEqual({
    valid: true,
    user: { id: person.userId, username: person.username, organization_id: organizationId },
  })
})

test('the token endpoint of API clients does the same', async () => {
  const body = { username: person.username, password: PASSWORD }
  const answer = await server().anonymous.post('/api/v1/auth/token/', body)
  expect((await verify(answer.body.access)).status).toBe(200)
})

test('a wrong password and an unknown user get the same answer', async () => {
  const wrong = await login({ password: 'not this one' })
  const unknown = await login({ username: 'nobody-of-this-name' })
  expectProblem(wrong, 401)
  expect({ ...unknown.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' })
  expect([...unknown.headers.keys()]).toEqual([...wrong.headers.keys()])
})

test('credentials that do not fit the schema are a 400 that names the field', async () => {
  expectProblem(await login({ username: '' }), 400, 'username')
  expectProblem(await login({ username: 'x\u0000' }), 400, 'username')
  expectProblem(await login({ password: 1 }), 400, 'password')
  expectProblem(await login({ role: 'administrator' }), 400, 'role')
})

test('a refresh token is traded for its successor; the access token works at once', async () => {
  const { body } = await login()
  const traded = await refresh(body.refresh)
  expect(traded.status).toBe(200)
  expect(traded.body.refresh).not.toBe(body.refresh)
  expect((await verify(traded.body.access)).status).toBe(200)
  expect((await refresh(traded.body.refresh)).status).toBe(200)
})

test('a replay within ten seconds, as after a lost answer, gives the same successor', async () => {
  const { body } = await login()
  const [one, two] = await Promise.all([refresh(body.refresh), refresh(body.refresh)])
  expect(one.body.refresh).toMatch(/^wd_rt_/)
  expect(two.body.refresh).toBe(one.body.refresh)
  expect((await refresh(one.body.refresh)).status).toBe(200)
})

test('a replay after the successor was used ends the session: somebody else has the token', async () => {
  const { body } = await login()
  const first = await refresh(body.refresh)
  const second = await refresh(first.body.refresh)
  expectProblem(await refresh(body.refresh), 401)
  expectProblem(await refresh(second.body.refresh), 401)
  await isEnded(second.body.access)
})

test('a replay after ten seconds ends the session', async () => {
  const { body } = await login()
  const traded = await refresh(body.refresh)
  server().clock.advance({ seconds: 11 })
  expectProblem(await refresh(body.refresh), 401)
  expectProblem(await refresh(traded.body.refresh), 401)
  await isEnded(traded.body.access)
})

test('logout ends this session at once, and no other', async () => {
  const [here, elsewhere] = [(await login()).body, (await login()).body]
  expect((await verify(here.access)).status).toBe(200)
  expect((await logout(here.refresh)).status).toBe(204)
  expectProblem(await refresh(here.refresh), 401)
  await isEnded(here.access)
  expect((await verify(elsewhere.access)).status).toBe(200)
  expect((await logout(here.refresh)).status).toBe(204)
})

test('beginning and end of a session are in the ledger of its tenant, with the request and where it came from', async () => {
  const person = await server().tenant.person('agent')
  const { organizationId: organization_id } = server().tenant
  const expectEntry = async (event: string, { headers }: Answer) => {
    const rows = await server().sql(
      `select event, organization_id::int, actor_name, host(address) as address, after from app.ledger
       where request_id = $1`,
      [headers.get('x-request-id')],
    )
    const after = { user_id: person.userId, user: person.username }
    expect(rows).toEqual([{ event, organization_id, actor_name: 'sign-in', address: '127.0.0.1', after }])
  }
  const entered = await login({ username: person.username })
  await expectEntry('session.opened', entered)
  await expectEntry('session.closed', await logout(entered.body.refresh))

  const stolen = (await login({ username: person.username })).body
  await refresh((await refresh(stolen.refresh)).body.refresh)
  await expectEntry('session.reused', await refresh(stolen.refresh))
})

test('an unknown refresh token is a 401', async () => {
  expectProblem(await refresh('wd_rt_guessed'), 401)
  expectProblem(await refresh(undefined), 401)
})

test('who is disabled is out at once, and cannot sign in or refresh', async () => {
  const { administrator, person: newPerson } = server().tenant
  const leaver = await newPerson('agent')
  const { body } = await login({ username: leaver.username })
  expect((await verify(body.access)).status).toBe(200)
  await administrator.patch(`/api/v1/users/${leaver.userId}/`, { is_active: false })
  await isEnded(body.access)
  const refused = await login({ username: leaver.username })
  const wrong = await login({ password: 'not this one' })
  expect({ ...refused.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' })
  expectProblem(await refresh(body.refresh), 401)
})

test('in cookie mode the refresh token is HttpOnly, SameSite=Strict, bound to its path, and not in the body', async () => {
  const signedIn = await login({ cookie: true })
  expect(signedIn.body.refresh).toBeNull()
  const set = signedIn.headers.get('set-cookie') ?? ''
  expect(set).toMatch(
    /^watchdesk_refresh=wd_rt_[\w-]+; Max-Age=86400; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/,
  )
  const cookie = set.split(';')[0] ?? ''
  const own = await refresh(undefined, { cookie, origin: server().url })
  expect(own.body).toMatchObject({ refresh: null, access: expect.any(String) })
  expect(own.headers.get('set-cookie')).not.toContain(cookie)
})

test('a cookie counts on calls from our own pages only', async () => {
  const cookie = ((await login({ cookie: true })).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  for (const origin of ['https://evil.example', 'null', `${server().url}.evil.example`, 'not an origin']) {
    expectProblem(await refresh(undefined, { cookie, origin }), 403)
    const url = '/api/v1/auth/logout/'
    expectProblem(await server().anonymous.post(url, {}, { cookie, origin }), 403)
  }
  expect((await refresh(undefined, { cookie, origin: 'http://watchdesk.test' })).status).toBe(200)
})

test('a foreign origin gets no CORS header', async () => {
  const answer = await login({}, { origin: 'https://evil.example' })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

test('an access token dies after fifteen minutes, a refresh token after a day', async () => {
  const { body } = await login()
  server().clock.advance({ minutes: 14, seconds: 58 })
  expect((await verify(body.access)).status).toBe(200)
  server().clock.advance({ seconds: 3 })
  const dead = await verify(body.access)
  expectProblem(dead, 401)
  expect(dead.body.detail).toContain('expired')
  const traded = await refresh(body.refresh)
  expect((await verify(traded.body.access)).status).toBe(200)
  server().clock.advance({ hours: 24, seconds: 1 })
  expectProblem(await refresh(traded.body.refresh), 401)
})
