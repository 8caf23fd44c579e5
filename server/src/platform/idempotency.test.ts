import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Client } from '../../test/client.ts'
import { expectProblem } from '../../test/contract/world.ts'
import { eventually, type Person, unique, useTestServer } from '../../test/harness.ts'
import { incidentOf } from '../../test/samples.ts'
import { attach } from '../../test/uploads.ts'
import { systemContext } from './context.ts'
import { forgetAnswers } from './idempotency.jobs.ts'

const server = useTestServer()
const path = '/api/v1/teams/'
let admin: Person
let key: string
beforeEach(() => {
  admin = server().tenant.administrator
  key = randomUUID()
})

const post = (body: object, by: Client = admin, at = path) => by.post(at, body, { 'idempotency-key': key })
const count = async (name: string) =>
  (await server().sql('select id from app.teams where name = $1', [name])).length
const isReplayed = ({ headers }: { headers: Headers }) => headers.get('idempotent-replayed') === 'true'

test('the same again under the same key is done once and answered as it was', async () => {
  const name = unique('Once')
  const first = await post({ name })
  expect(first.status).toBe(201)
  expect(isReplayed(first)).toBe(false)
  const again = await post({ name })
  expect({ ...again, headers: null }).toEqual({ ...first, headers: null })
  expect(isReplayed(again)).toBe(true)
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  expect(await count(name)).toBe(1)
})

test('with and without its trailing slash it is the same', async () => {
  const name = unique('Once')
  const first = await post({ name }, admin, '/api/v1/teams')
  expect((await post({ name })).body).toEqual(first.body)
})

test('of twenty at once one is done; the others are told that it runs, or what was answered', async () => {
  const name = unique('Once')
  const answers = await Promise.all(Array.from({ length: 20 }, () => post({ name })))
  expect(answers.filter((answer) => answer.status === 201 && !isReplayed(answer))).toHaveLength(1)
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expectProblem(answer, 409)
    expect(answer.body.code).toBe('still_running')
    expect(answer.headers.get('retry-after')).toBe('1')
  }
  expect(await count(name)).toBe(1)
})

test('while it runs it is 409, and nobody waits for its end', async () => {
  const name = unique('Slow')
  const { organizationId } = server().tenant
  const end = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  // Whoever makes a team of this name waits for the end of this transaction.
  const holding = server().door.write(systemContext(organizationId, 'test'), async (tx) => {
    await tx.run(sql`insert into teams (organization_id, name) values (${organizationId}, ${name})`)
    begun.resolve()
    await end.promise
    throw new Error('taken back')
  })
  await begun.promise
  const slow = post({ name })
  const isWaiting = () => server().sql('select 1 from pg_locks where not granted')
  await eventually('the slow one to wait', async () => (await isWaiting()).length > 0, 15_000)
  expectProblem(await post({ name }), 409)
  end.resolve()
  await expect(holding).rejects.toThrow('taken back')
  expect((await slow).status).toBe(201)
})

test('another request under the same key is a 422 that names the header, and is not done', async () => {
  const [name, other] = [unique('Once'), unique('Other')]
  await post({ name })
  const refused = await post({ name: other })
  expectProblem(refused, 422, 'Idempotency-Key')
  expect(await count(other)).toBe(0)
})

test('keys belong to a person and a route: the same key of another is another', async () => {
  const name = unique('Once')
  await post({ name })
  const colleague = await server().tenant.person('administrator')
  expect((await post({ name: unique('Theirs') }, colleague)).status).toBe(201)
  const stranger = (await server().newTenant()).administrator
  const theirs = await post({ name }, stranger)
  expect({ status: theirs.status, isReplayed: isReplayed(theirs) }).toEqual({
    status: 201,
    isReplayed: false,
  })
  expect((await post({ name: unique('D') }, admin, '/api/v1/departments/')).status).toBe(201)
})

test('what was refused is not kept: it may be tried again', async () => {
  const name = unique('Once')
  const { id } = (await admin.post(path, { name })).body
  expect((await post({ name })).status).toBe(422)
  await admin.delete(`${path}${id}/`)
  const answer = await post({ name })
  expect({ status: answer.status, isReplayed: isReplayed(answer) }).toEqual({
    status: 201,
    isReplayed: false,
  })
})

test('an answer that holds a secret is kept nowhere; the repeat says what was done', async () => {
  const at = '/api/noc/integrations/'
  const body = { name: unique('Source'), kind: 'generic' }
  const made = await post(body, admin, at)
  expect(made.status).toBe(201)
  const again = await post(body, admin, at)
  expectProblem(again, 409)
  expect(again.body).toMatchObject({ code: 'already_done' })
  expect(again.body.detail).toContain(`record ${made.body.id}`)
  const kept = JSON.stringify(await server().sql('select * from app.idempotency_keys'))
  expect(kept).not.toContain(made.body.key)
  const rotated = `${at}${made.body.id}/rotate/`
  expect((await post({}, admin, rotated)).status).toBe(200)
  expectProblem(await post({}, admin, rotated), 409)
})

test('a file that is sent again is stored once; another file under the same key is a 422', async () => {
  const incident_id = await incidentOf(server().tenant)
  const send = (content: string) =>
    attach(admin, { incident_id }, { name: 'a.txt', content, type: 'text/plain' }, { 'idempotency-key': key })
  const first = await send('words')
  expect(first.status, JSON.stringify(first.body)).toBe(201)
  const again = await send('words')
  expect(isReplayed(again)).toBe(true)
  expect(again.body).toEqual(first.body)
  expectProblem(await send('other words'), 422, 'Idempotency-Key')
})

test.each(['', 'x'.repeat(256), 'tab\there', 'ümlaut'])('a key like "%s" is a 400', async (odd) => {
  const answer = await admin.post(path, { name: unique('Odd') }, { 'idempotency-key': odd })
  expectProblem(answer, 400)
  expect(answer.body.detail).toContain('Idempotency-Key')
})

test('signing in takes no key: tokens are never kept', async () => {
  const before = await server().sql('select id from app.idempotency_keys')
  const credentials = { username: admin.username, password: 'correct horse battery' }
  const answers = [1, 2].map(() => post(credentials, server().anonymous, '/api/v1/auth/login/'))
  const [one, two] = await Promise.all(answers)
  expect(one?.body.access).not.toBe(two?.body.access)
  expect(await server().sql('select id from app.idempotency_keys')).toEqual(before)
})

test('who has lost the right is not told the answer of before', async () => {
  const manager = await server().tenant.person('administrator')
  const name = unique('Once')
  await post({ name }, manager)
  const { body } = await admin.get(`/api/v1/user-roles/?user_id=${manager.userId}`)
  await admin.delete(`/api/v1/user-roles/${body.results[0].id}/`)
  expectProblem(await post({ name }, manager), 403)
})

test('after a day answers are forgotten, and not before', async () => {
  const name = unique('Once')
  await post({ name })
  server().clock.advance({ hours: 23 })
  await forgetAnswers({ door: server().door })
  expect(isReplayed(await post({ name }))).toBe(true)
  server().clock.advance({ hours: 2 })
  await forgetAnswers({ door: server().door })
  expect(await server().sql('select id from app.idempotency_keys')).toEqual([])
  expect((await post({ name })).status).toBe(422)
})
