import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import {
  PASSWORD,
  signIn,
  startTestServer,
  TEST_CONFIG,
  type TestServer,
  unique,
} from '../../../../test/harness.ts'
import { type Letterbox, openLetterbox } from '../../../../test/smtp.ts'
import { startWorker } from '../../../../test/worker.ts'

const NEW = 'a brand new passphrase'
let server: TestServer
let letterbox: Letterbox
let worker: { stop(): Promise<void> }
/** The same product where no mail is set up. */
let quiet: TestServer
beforeAll(async () => {
  letterbox = await openLetterbox()
  const mail = { smtpUrl: letterbox.url, from: 'Watchdesk <noreply@example.org>' }
  server = await startTestServer({ mail })
  worker = await startWorker({ ...TEST_CONFIG, mail }, server)
  quiet = await startTestServer()
})
afterAll(async () => {
  await worker?.stop()
  await Promise.all([server?.close(), quiet?.close(), letterbox?.close()])
})

const tokenIn = (text: string) => /https?:\/\/\S+#([\w-]{43})/.exec(text)?.[1] ?? ''
const newcomer = () => {
  const username = unique('newcomer')
  return { username, email: `${username}@example.org`, roles: ['agent'] }
}
const invite = async (at = server) => {
  const person = newcomer()
  const created = await at.tenant.administrator.post('/api/v1/users/', person)
  expect(created.status).toBe(201)
  return { ...person, ...created.body } as {
    id: number
    username: string
    email: string
    invitation_url: string
  }
}
const accept = (token: string, password = NEW, at = server) =>
  at.anonymous.post('/api/v1/auth/accept-invitation/', { token, password })
const askFor = (username: string) => server.anonymous.post('/api/v1/auth/password-reset/', { username })
const confirm = (token: string, new_password = NEW) =>
  server.anonymous.post('/api/v1/auth/password-reset/confirm/', { token, new_password })

test('whoever is created without a password is invited by mail, chooses one by the link, and signs in', async () => {
  const person = await invite()
  expect(person).toMatchObject({ invited_at: expect.any(String), invitation_url: null })
  const letter = await letterbox.letterTo(person.email)
  expect(letter).toContain('From: Watchdesk <noreply@example.org>')
  expect(letter).toContain(`http://watchdesk.test/welcome#`)
  expect(letter).toContain(person.username)
  const token = tokenIn(letter)
  expectProblem(await accept(token, 'password'), 422, 'password')
  expect((await accept(token)).body).toEqual({ username: person.username })
  await signIn(server.url, person.username, NEW)
  const user = await server.tenant.administrator.get(`/api/v1/users/${person.id}/`)
  expect(user.body.invited_at).toBeNull()
  expectProblem(await accept(token), 422, 'token')
  const told = (await server.ledger('user', person.id)).map(({ event }) => event)
  expect(told).toEqual(['user.created', 'user.invited', 'user.password_set'])
})

test('without a mail server the administrator gets the link, this once, and nobody else ever', async () => {
  const person = await invite(quiet)
  expect(person.invitation_url).toMatch(/^http:\/\/watchdesk\.test\/welcome#[\w-]{43}$/)
  const { administrator } = quiet.tenant
  const url = `/api/v1/users/${person.id}/`
  expect(JSON.stringify((await administrator.get(url)).body)).not.toContain('invitation_url')
  const withPassword = await administrator.post('/api/v1/users/', { ...newcomer(), password: PASSWORD })
  expect(withPassword.body).toMatchObject({ invited_at: null })
  expect(withPassword.body).not.toHaveProperty('invitation_url')
  const answer = await quiet.anonymous.post('/api/v1/auth/password-reset/', { username: person.username })
  expect(answer.status).toBe(202)
  expect(await quiet.sql(`select from auth.links where purpose = 'reset'`)).toEqual([])
  expect((await accept(tokenIn(person.invitation_url), NEW, quiet)).status).toBe(200)
})

test('inviting again puts the earlier link out of use; who has a password is not invited', async () => {
  const person = await invite(quiet)
  const { administrator, person: colleague } = quiet.tenant
  const url = `/api/v1/users/${person.id}/invite/`
  const again = await administrator.post(url)
  expectProblem(await accept(tokenIn(person.invitation_url), NEW, quiet), 422, 'token')
  expectProblem(await (await colleague('agent')).post(url), 403)
  expectProblem(await (await quiet.newTenant()).administrator.post(url), 404)
  expect((await accept(tokenIn(again.body.invitation_url), NEW, quiet)).status).toBe(200)
  expectProblem(await administrator.post(url), 409)
})

test('an invitation counts for seven days', async () => {
  const [early, late] = [await invite(quiet), await invite(quiet)]
  quiet.clock.advance({ hours: 7 * 24 - 1 })
  expect((await accept(tokenIn(early.invitation_url), NEW, quiet)).status).toBe(200)
  quiet.clock.advance({ hours: 1, seconds: 1 })
  expectProblem(await accept(tokenIn(late.invitation_url), NEW, quiet), 422, 'token')
})

test('a forgotten password is reset by mail; every session ends and the link works once', async () => {
  const person = await server.tenant.person('agent')
  const there = await signIn(server.url, person.username)
  expect((await askFor(person.username.toUpperCase())).status).toBe(202)
  const token = tokenIn(await letterbox.letterTo(`${person.username}@example.org`))
  expect((await there.get('/api/v1/users/me/')).status).toBe(200)
  expectProblem(await confirm(token, person.username), 422, 'new_password')
  expect((await confirm(token)).body).toEqual({ username: person.username })
  expectProblem(await there.get('/api/v1/users/me/'), 401)
  await signIn(server.url, person.username, NEW)
  expectProblem(await confirm(token), 422, 'token')
  const told = (await server.ledger('user', person.userId)).slice(-2)
  expect(told).toMatchObject([
    { event: 'user.reset_requested', actor_name: 'sign-in' },
    { event: 'user.password_set', after: { by: 'reset' } },
  ])
})

test('of twenty parallel uses of one link one succeeds', async () => {
  const person = await server.tenant.person('agent')
  await askFor(person.username)
  const token = tokenIn(await letterbox.letterTo(`${person.username}@example.org`))
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => confirm(token, `${NEW} ${n}`)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('the answer to asking for a reset is the same for every name, and so is the work', async () => {
  const person = await server.tenant.person('agent')
  const [known, unknown] = [await askFor(person.username), await askFor(unique('nobody'))]
  expect(unknown.body).toEqual(known.body)
  expect([unknown.status, ...unknown.headers.keys()]).toEqual([202, ...known.headers.keys()])
})

test('a link of one kind is none of the other, and a guessed or empty one is none at all', async () => {
  const person = await server.tenant.person('agent')
  await askFor(person.username)
  const token = tokenIn(await letterbox.letterTo(`${person.username}@example.org`))
  expectProblem(await accept(token), 422, 'token')
  for (const guess of ['%', '_'.repeat(43), `${token}x`, token.toLowerCase()])
    expectProblem(await confirm(guess), 422, 'token')
  expectProblem(await confirm(''), 400, 'token')
  expectProblem(
    await server.anonymous.post('/api/v1/auth/password-reset/confirm/', {
      token: { $ne: '' },
      new_password: NEW,
    }),
    400,
    'token',
  )
})

test('a reset counts for an hour, and for nobody who was deactivated meanwhile', async () => {
  const { administrator, person: newPerson } = server.tenant
  const person = await newPerson('agent')
  await askFor(person.username)
  const token = tokenIn(await letterbox.letterTo(`${person.username}@example.org`))
  const user = `/api/v1/users/${person.userId}/`
  await administrator.patch(user, { is_active: false })
  expectProblem(await confirm(token), 422, 'token')
  await administrator.patch(user, { is_active: true })
  server.clock.advance({ hours: 1, seconds: 1 })
  expectProblem(await confirm(token), 422, 'token')
})

test('asking is throttled for each name, known or not', async () => {
  const nobody = unique('nobody')
  for (let n = 0; n < 10; n++) expect((await askFor(nobody)).status).toBe(202)
  expectProblem(await askFor(nobody), 429)
})

test('guessing links is throttled for each address', async () => {
  const from = { 'x-forwarded-for': '203.0.113.9' }
  const behindProxy = await startTestServer({ trustProxy: ['127.0.0.1'] })
  try {
    await behindProxy.sql(
      `insert into auth.throttles (subject, failures, forgotten_at) values ('address:203.0.113.9', 199, now() + interval '1 day')`,
    )
    const body = { token: 'guessed', password: NEW }
    const guess = () => new Client(behindProxy.url).post('/api/v1/auth/accept-invitation/', body, from)
    expectProblem(await guess(), 422, 'token')
    expectProblem(await guess(), 429)
  } finally {
    await behindProxy.close()
  }
})

test('a letter that the mail server refuses for now is sent again; none is lost or comes twice', async () => {
  letterbox.refuse(2)
  const person = await invite()
  expect(tokenIn(await letterbox.letterTo(person.email))).not.toBe('')
  expect(letterbox.count(person.email)).toBe(1)
})

test('tokens lie in the database as hashes, letters sealed; neither is logged', async () => {
  const person = await invite()
  const jobs = async () => JSON.stringify(await server.sql('select payload from jobs._private_jobs'))
  const waiting = await jobs()
  const token = tokenIn(await letterbox.letterTo(person.email))
  const links = JSON.stringify(await server.sql(`select encode(hash, 'escape') as hash from auth.links`))
  for (const text of [waiting, links, server.log(), JSON.stringify(await server.ledger('user', person.id))]) {
    expect(text).not.toContain(token)
    expect(text).not.toContain('Choose a password')
  }
})
