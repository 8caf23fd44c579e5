import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { eventually, unique, useTestServer } from '../../../../test/harness.ts'
import { systemContext } from '../../../platform/context.ts'
import { verifyChain } from '../chain/chain.verification.ts'

const server = useTestServer()

const verdict = () => server().door.read(systemContext(server().tenant.organizationId, 'test'), verifyChain)
const isSealed = () =>
  eventually('the seals', async () => {
    const [row] = await server().sql<{ n: number }>(`select count(*)::int as n from app.ledger l
      where not exists (select from app.ledger_seals s where s.ledger_id = l.id)`)
    return row?.n === 0
  })

test('an erased person leaves no text behind, and the chain holds before and after', async () => {
  const { tenant } = server()
  const { administrator } = tenant
  const person = await tenant.person('administrator')
  const email = `${unique('private')}@example.org`
  await administrator.patch(`/api/v1/users/${person.userId}/`, { email, display_name: 'Ada Private' })
  await person.post('/api/v1/teams/', { name: unique('Team') })
  await person.get('/api/noc/clients/')
  await administrator.delete(`/api/v1/users/${person.userId}/`)
  await isSealed()
  const before = await verdict()
  expect(before.fault).toBeNull()

  const erased = await administrator.post(`/api/v1/users/${person.userId}/erase/`, {})
  expect(erased.status).toBe(204)
  await isSealed()
  const after = await verdict()
  expect(after.fault).toBeNull()
  expect(after.rows).toBe(before.rows + 1)

  const everything = await server().sql<{ text: string }>(
    `select to_jsonb(l)::text as text from app.ledger l union all select to_jsonb(r)::text from app.access_records r
      union all select to_jsonb(u)::text from app.users u union all select to_jsonb(d)::text from search.documents d
      union all select to_jsonb(c)::text from auth.credentials c`,
  )
  for (const word of [person.username, email, 'Ada Private', 'private'])
    expect(everything.filter(({ text }) => text.includes(word))).toEqual([])

  const { body } = await administrator.get(`/api/v1/audit-logs/?actor_id=${person.userId}`)
  expect(body.results[0]).toMatchObject({
    event: 'team.created',
    actor_name: 'erased',
    actor_id: person.userId,
  })
  const came = await server().sql<{ address: string | null }>(
    `select address from app.ledger l where actor_kind = 'user' and actor_id = $1
      or actor_kind = 'system' and app.ledger_person(l) = $1 and subject_kind = 'session'`,
    [person.userId],
  )
  expect(new Set(came.map(({ address }) => address))).toEqual(new Set([null]))
  const told = await administrator.get(
    `/api/v1/audit-logs/?subject_kind=user&subject_id=${person.userId}&event=user.updated`,
  )
  expect(told.body.results[0]).toMatchObject({
    before: { email: 'erased', display_name: 'erased' },
    after: { email: 'erased', display_name: 'erased' },
    subject_label: 'Erased person',
  })
})

test('a row in the form of before keeps its address when its person is erased, and its place in the chain', async () => {
  const { tenant, sql } = server()
  const { administrator } = tenant
  const person = await tenant.person('administrator')
  await sql('alter table app.ledger alter column chain_form set default 1')
  await person.post('/api/v1/teams/', { name: unique('Team') })
  await sql('alter table app.ledger alter column chain_form set default 2')
  await administrator.delete(`/api/v1/users/${person.userId}/`)
  await administrator.post(`/api/v1/users/${person.userId}/erase/`, {})
  await isSealed()
  expect((await verdict()).fault).toBeNull()
  const { body } = await administrator.get(`/api/v1/audit-logs/?actor_id=${person.userId}&event=team.created`)
  expect(body.results).toMatchObject([{ actor_name: 'erased', address: '127.0.0.1' }])
})

test('whoever changes what stands in place of an erased text is found as well', async () => {
  const { tenant, sql } = server()
  const { administrator } = tenant
  const { userId } = await tenant.person('agent')
  await administrator.delete(`/api/v1/users/${userId}/`)
  await administrator.post(`/api/v1/users/${userId}/erase/`, {})
  await isSealed()
  const change = (path: string) =>
    sql(
      `update app.ledger set erased = jsonb_set(erased, $1, '"00"') where subject_kind = 'user' and subject_id = $2
      and event = 'user.created'`,
      [path, userId],
    )
  await change('{after,email}')
  expect((await verdict()).fault).toMatchObject({ kind: 'edited' })
})

test('only who was deleted before is erased, once, and for good', async () => {
  const { tenant } = server()
  const { administrator } = tenant
  const { userId } = await tenant.person('agent')
  const url = `/api/v1/users/${userId}/`
  expectProblem(await administrator.post(`${url}erase/`, {}), 409)
  expectProblem(await administrator.post('/api/v1/users/987654321/erase/', {}), 404)
  expectProblem(await (await tenant.person('manager')).post(`${url}erase/`, {}), 403)
  await administrator.delete(url)
  for (let time = 0; time < 2; time++) expect((await administrator.post(`${url}erase/`, {})).status).toBe(204)
  const rows = await server().ledger('user', userId)
  expect(rows.filter(({ event }) => event === 'user.erased')).toHaveLength(1)
})
