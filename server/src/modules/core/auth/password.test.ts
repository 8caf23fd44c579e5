import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import {
  PASSWORD,
  type Person,
  signIn,
  startTestServer,
  unique,
  useTestServer,
} from '../../../../test/harness.ts'

const server = useTestServer()
const newcomer = () => server().tenant.person('agent')
const NEW = 'a brand new passphrase'
const PATHS = ['/api/v1/auth/change-password/', '/api/v1/users/change_password/']
const change = (person: Person, body: object, path = PATHS[0] as string) =>
  person.post(path, { old_password: PASSWORD, new_password: NEW, ...body })

test('a changed password lets in, the old one does not, under either address', async () => {
  for (const path of PATHS) {
    const person = await newcomer()
    expect((await change(person, {}, path)).status).toBe(204)
    await signIn(server().url, person.username, NEW)
    await expect(signIn(server().url, person.username, PASSWORD)).rejects.toThrow('401')
  }
})

test('all other sessions end at once, this one goes on', async () => {
  const person = await newcomer()
  const body = { username: person.username, password: PASSWORD }
  const elsewhere = (await server().anonymous.post('/api/v1/auth/login/', body)).body
  const there = await signIn(server().url, person.username)
  expect((await there.get('/api/v1/users/me/')).status).toBe(200)
  expect((await change(person, {})).status).toBe(204)
  expectProblem(await there.get('/api/v1/users/me/'), 401)
  expectProblem(
    await server().anonymous.post('/api/v1/auth/token/refresh/', { refresh: elsewhere.refresh }),
    401,
  )
  expect((await person.get('/api/v1/users/me/')).status).toBe(200)
})

test('the old password must be right, and guesses at it count like those of a sign-in', async () => {
  const person = await newcomer()
  for (let n = 0; n < 10; n++)
    expectProblem(await change(person, { old_password: 'a guess' }), 422, 'old_password')
  expectProblem(await change(person, {}), 429)
  await expect(signIn(server().url, person.username)).rejects.toThrow('429')
})

test('the new one keeps the rules: eight characters, no common one, not the own name', async () => {
  const person = await newcomer()
  for (const new_password of ['1234567', 'password1', 'Princesa2026!', 'chelsea99', `${person.username}!`])
    expectProblem(await change(person, { new_password }), 422, 'new_password')
  expectProblem(await change(person, { new_password: 'x'.repeat(1001) }), 400, 'new_password')
  expectProblem(await change(person, { new_password: undefined }), 400, 'new_password')
  expectProblem(await server().anonymous.post(PATHS[0] as string, {}), 401)
})

test('an installation may ask for more characters, of administrators who give passwords as well', async () => {
  const strict = await startTestServer({
    signIn: {
      passwords: { minLength: 14 },
      throttle: { perAccount: 10, perAddress: 200, memoryMinutes: 15 },
    },
  })
  try {
    const { administrator } = strict.tenant
    expectProblem(await change(administrator, { new_password: 'thirteen char' }), 422, 'new_password')
    const username = unique('person')
    const create = (password: string) =>
      administrator.post('/api/v1/users/', { username, email: `${username}@example.org`, password })
    expectProblem(await create('thirteen char'), 422, 'password')
    expect((await create('fourteen chars')).status).toBe(201)
  } finally {
    await strict.close()
  }
})

test('the ledger tells who changed their password, and nothing of it', async () => {
  const person = await newcomer()
  await change(person, {})
  const rows = await server().ledger('user', person.userId)
  expect(rows.at(-1)).toMatchObject({ event: 'user.password_changed', actor_id: person.userId })
  expect(JSON.stringify(rows)).not.toContain(NEW)
  expect(server().log()).not.toContain(NEW)
})
