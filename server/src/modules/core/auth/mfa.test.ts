import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { PASSWORD, type Person, useTestServer } from '../../../../test/harness.ts'
import { codeOf, turnOnMfa } from '../../../../test/totp.ts'

const server = useTestServer()
/** Their second factor is on. */
let person: Person
let secret: string
let recoveryCodes: string[]
beforeAll(async () => {
  person = await server().tenant.person('agent')
  ;({ secret, recoveryCodes } = await turnOnMfa(person, server()))
})

const login = (username: string, more = {}, path = 'login') =>
  server().anonymous.post(`/api/v1/auth/${path}/`, { username, password: PASSWORD, ...more })
const verify = (mfa_token: string, code: string) =>
  server().anonymous.post('/api/v1/auth/mfa/verify/', { mfa_token, code })
const challenge = async (username = person.username) => (await login(username)).body.mfa_token as string
/** Codes count once, so each test has a step of its own. */
const freshCode = () => {
  server().clock.advance({ seconds: 60 })
  return codeOf(secret, server())
}
const wrongCode = '000000'

test('a secret is shown as text, as address and as picture, and is pending until a code has come', async () => {
  const newcomer = await server().tenant.person('agent')
  const enabled = await newcomer.post('/api/v1/auth/mfa/enable/')
  expect(enabled.headers.get('cache-control')).toBe('no-store')
  const { secret: own, otpauth_uri, qr_code } = enabled.body
  expect(own).toMatch(/^[A-Z2-7]{32}$/)
  expect(otpauth_uri).toBe(
    `otpauth://totp/Watchdesk:${newcomer.username}?issuer=Watchdesk&secret=${own}&algorithm=SHA1&digits=6&period=30`,
  )
  const picture = Buffer.from(qr_code.replace('data:image/svg+xml;base64,', ''), 'base64').toString()
  expect(picture).toMatch(/^<svg .*<\/svg>$/s)
  expect((await login(newcomer.username)).body).toMatchObject({
    mfa_required: false,
    user: { mfa_enabled: false },
  })
  const again = (await newcomer.post('/api/v1/auth/mfa/enable/')).body.secret
  expect(again).not.toBe(own)
  const stale = await newcomer.post('/api/v1/auth/mfa/verify/', { code: codeOf(own, server()) })
  expectProblem(stale, 422, 'code')
  const confirmed = await newcomer.post('/api/v1/auth/mfa/verify/', { code: codeOf(again, server()) })
  expect(confirmed.body).toEqual({ mfa_enabled: true, recovery_codes: expect.any(Array) })
  expect(new Set(confirmed.body.recovery_codes).size).toBe(10)
  for (const code of confirmed.body.recovery_codes) expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
})

test('where it is on, asking for a secret or confirming again is a 409; without a secret so is confirming', async () => {
  expectProblem(await person.post('/api/v1/auth/mfa/enable/'), 409)
  expectProblem(await person.post('/api/v1/auth/mfa/verify/', { code: freshCode() }), 409)
  const newcomer = await server().tenant.person('agent')
  expectProblem(await newcomer.post('/api/v1/auth/mfa/verify/', { code: '123456' }), 409)
  expectProblem(await server().anonymous.post('/api/v1/auth/mfa/verify/', { code: '123456' }), 401)
})

test('it is shown on login, on me and in the list of people', async () => {
  const signedIn = await login(person.username, { code: freshCode() })
  expect(signedIn.body.user.mfa_enabled).toBe(true)
  expect((await person.get('/api/v1/users/me/')).body.mfa_enabled).toBe(true)
  const list = await server().tenant.administrator.get(`/api/v1/users/?username=${person.username}`)
  expect(list.body.results).toMatchObject([{ mfa_enabled: true }])
})

test('the right password alone gets a challenge and nothing else, at both endpoints', async () => {
  for (const path of ['login', 'token']) {
    const { status, body, headers } = await login(person.username, { cookie: true }, path)
    expect(status).toBe(200)
    expect(body).toEqual({ mfa_required: true, mfa_token: expect.stringMatching(/^wd_mt_[\w-]{43}$/) })
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

test('a challenge and a code are a sign-in, once', async () => {
  const token = await challenge()
  const code = freshCode()
  const signedIn = await verify(token, code)
  expect(signedIn.body).toMatchObject({ mfa_required: false, user: { id: person.userId } })
  const again = await server().anonymous.post('/api/v1/auth/token/refresh/', {
    refresh: signedIn.body.refresh,
  })
  expect(again.status).toBe(200)
  expectProblem(await verify(token, freshCode()), 401)
})

test('a code sent along with the password is a sign-in at once, and a wrong one is none', async () => {
  expect((await login(person.username, { code: freshCode() })).body.access).toBeTypeOf('string')
  expectProblem(await login(person.username, { code: wrongCode }), 401)
  expectProblem(await login(person.username, { code: freshCode(), password: 'not this one' }), 401)
})

test('the code of the step before and of the next one are taken, of two steps away none', async () => {
  server().clock.advance({ minutes: 5 })
  const now = server()
  expectProblem(await verify(await challenge(), codeOf(secret, now, -2)), 401)
  expectProblem(await verify(await challenge(), codeOf(secret, now, 2)), 401)
  expect((await verify(await challenge(), codeOf(secret, now, -1))).status).toBe(200)
  expect((await verify(await challenge(), codeOf(secret, now, 1))).status).toBe(200)
  expectProblem(await verify(await challenge(), codeOf(secret, now, 0)), 401)
})

test('a code counts once: of twenty parallel sign-ins with it one succeeds', async () => {
  server().clock.advance({ hours: 2 })
  const tokens = await Promise.all(Array.from({ length: 20 }, () => challenge()))
  const code = freshCode()
  const answers = await Promise.all(tokens.map((token) => verify(token, code)))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => status !== 200 && status !== 401 && status !== 429)).toEqual([])
  server().clock.advance({ hours: 2 })
})

test('a challenge takes five tries, and five minutes', async () => {
  const token = await challenge()
  for (let tries = 0; tries < 5; tries++) expectProblem(await verify(token, wrongCode), 401)
  expectProblem(await verify(token, freshCode()), 401)
  const late = await challenge()
  server().clock.advance({ minutes: 5, seconds: 1 })
  expectProblem(await verify(late, codeOf(secret, server())), 401)
  expectProblem(await verify('wd_mt_guessed', freshCode()), 401)
})

test('ten wrong codes lock the second factor for a while, whatever the challenge, and the ledger tells it', async () => {
  server().clock.advance({ hours: 2 })
  const victim = await server().tenant.person('agent')
  const own = await turnOnMfa(victim, server())
  const guess = async () => verify(await challenge(victim.username), wrongCode)
  for (let tries = 0; tries < 10; tries++) expectProblem(await guess(), 401)
  const locked = await guess()
  expectProblem(locked, 429)
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(50)
  const rightOne = () => codeOf(own.secret, server())
  expectProblem(await verify(await challenge(victim.username), rightOne()), 429)
  server().clock.advance({ minutes: 1, seconds: 1 })
  expect((await verify(await challenge(victim.username), rightOne())).status).toBe(200)
  const rows = (await server().ledger('user', victim.userId)).filter(({ event }) => event === 'user.locked')
  expect(rows).toMatchObject([{ after: { by: 'second_factor' } }])
})

test('a recovery code lets in once, however it is typed', async () => {
  const [one = '', two = ''] = recoveryCodes
  expect((await verify(await challenge(), one)).status).toBe(200)
  expectProblem(await verify(await challenge(), one), 401)
  expect((await login(person.username, { code: two.toUpperCase().replaceAll('-', ' ') })).status).toBe(200)
  expectProblem(await verify(await challenge(), 'aaaa-bbbb-cccc-dddd'), 401)
  const used = (await server().ledger('user', person.userId)).filter(
    ({ event }) => event === 'user.recovery_code_used',
  )
  expect(used).toHaveLength(2)
})

test('neither seed nor codes lie in the database as they are', async () => {
  const stored = JSON.stringify([
    await server().sql('select * from auth.totp'),
    await server().sql(`select encode(hash, 'escape') as hash from auth.recovery_codes`),
    await server().sql('select * from auth.mfa_challenges'),
  ])
  expect(stored).not.toContain(secret)
  for (const code of recoveryCodes) expect(stored).not.toContain(code)
})

test('turning it off takes password and code; a recovery code serves', async () => {
  const leaver = await server().tenant.person('agent')
  const own = await turnOnMfa(leaver, server())
  const disable = (body: object) => leaver.post('/api/v1/auth/mfa/disable/', body)
  const code = () => codeOf(own.secret, server())
  expectProblem(await disable({ password: 'not this one', code: code() }), 422, 'password')
  expectProblem(await disable({ password: PASSWORD, code: wrongCode }), 422, 'code')
  expect((await login(leaver.username)).body.mfa_required).toBe(true)
  expect((await disable({ password: PASSWORD, code: own.recoveryCodes[0] })).status).toBe(204)
  expect((await login(leaver.username)).body.mfa_required).toBe(false)
  const anew = await turnOnMfa(leaver, server())
  expect(anew.recoveryCodes).not.toEqual(own.recoveryCodes)
  expect((await disable({ password: PASSWORD, code: codeOf(anew.secret, server()) })).status).toBe(204)
})

test('an administrator turns it off for somebody who lost theirs, and nobody of another organization', async () => {
  const victim = await server().tenant.person('agent')
  await turnOnMfa(victim, server())
  const url = `/api/v1/users/${victim.userId}/disable_mfa/`
  expectProblem(await (await server().newTenant()).administrator.post(url), 404)
  expectProblem(await (await server().tenant.person('agent')).post(url), 403)
  const { administrator } = server().tenant
  expect((await administrator.post(url)).body).toMatchObject({ mfa_enabled: false, changed: true })
  expect((await administrator.post(url)).body).toMatchObject({ mfa_enabled: false, changed: false })
  expect((await login(victim.username)).body.mfa_required).toBe(false)
  const rows = await server().ledger('user', victim.userId)
  expect(rows.at(-1)).toMatchObject({ event: 'user.mfa_disabled', actor_id: administrator.userId })
})
