import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { PASSWORD, unique, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
const at = (id: number) => `/api/v1/users/${id}/`

test('who is anonymised is nobody any more: no name, no address, no way in, though their work stays', async () => {
  const { tenant, sql, anonymous } = server()
  const { administrator, person } = tenant
  const leaver = Object.assign(await person('agent'), { renew: null })
  await administrator.patch(at(leaver.userId), { phone: '+49 30 1234567', mobile_phone: '+49 170 7654321' })
  const { id } = (await leaver.post('/api/v1/incidents/', { title: unique('Theirs') })).body

  const { status, body } = await administrator.post(`${at(leaver.userId)}anonymise/`)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({
    display_name: 'Anonymised person',
    username: `anonymised-${leaver.userId}`,
    phone: null,
    mobile_phone: null,
    is_active: false,
  })
  expect(body.anonymised_at).not.toBeNull()
  expect((await leaver.get('/api/v1/incidents/')).status).toBe(401)
  const { username } = leaver
  expectProblem(await anonymous.post('/api/v1/auth/login/', { username, password: PASSWORD }), 401)
  const { requester } = (await administrator.get(`/api/v1/incidents/${id}/`)).body
  expect(requester).toEqual({ id: leaver.userId, name: 'Anonymised person' })

  for (const table of ['app.users', 'auth.credentials', 'search.documents'])
    expect(JSON.stringify(await sql(`select * from ${table}`)), table).not.toContain(username)
  const row = (await server().ledger('user', leaver.userId)).at(-1)
  expect(row).toMatchObject({ event: 'user.anonymised', actor_id: administrator.userId, before: null })
  expect(JSON.stringify(row)).not.toMatch(new RegExp(`${username}|1234567`))
})

test('there is no way back, and no second time', async () => {
  const { administrator, person } = server().tenant
  const { userId } = await person()
  const first = await administrator.post(`${at(userId)}anonymise/`)
  expect((await administrator.post(`${at(userId)}anonymise/`)).body).toEqual(first.body)
  for (const change of [{ is_active: true }, { display_name: 'Back again' }])
    expectProblem(await administrator.patch(at(userId), change), 409)
})

test('nobody anonymises themselves, and the name of who went may be taken', async () => {
  const { administrator, person } = server().tenant
  expectProblem(await administrator.post(`${at(administrator.userId)}anonymise/`), 409)
  const { userId, username } = await person()
  await administrator.post(`${at(userId)}anonymise/`)
  const body = { username, email: `${username}@example.org` }
  expect((await administrator.post('/api/v1/users/', body)).status).toBe(201)
})
