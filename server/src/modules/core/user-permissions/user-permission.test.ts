import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { permissionsOf } from '../rights/rights.ts'
import { userPermissions } from './user-permission.schema.ts'

const server = useTestServer()
const url = `${userPermissions.path}/`
const GIVEN = [...permissionsOf(['agent'])].sort()

resourceContract({
  resource: userPermissions,
  server,
  create: async (tenant, n) => ({
    user_id: (await tenant.person()).userId,
    permission: GIVEN[n % GIVEN.length],
    effect: n % 2 ? 'allow' : 'deny',
    reason: 'On call this week',
    expires_at: n % 2 ? null : '2126-01-02T03:04:05.678Z',
  }),
  replace: () => ({ reason: unique('Because') }),
  change: () => ({ reason: unique('Because'), expires_at: '2127-01-02T03:04:05.678Z' }),
  invalid: [
    { body: { permission: 'incidents.juggle' }, field: 'permission', status: 422 },
    { body: { permission: 'platform.operate' }, field: 'permission', status: 422 },
    { body: { effect: 'perhaps' }, field: 'effect' },
    { body: { reason: '' }, field: 'reason' },
    { body: { user_id: 987_654_321 }, field: 'user_id', status: 422 },
    { body: { expires_at: 'soon' }, field: 'expires_at' },
  ],
})

test('what is allowed is added to the roles, and what is denied is taken from them, whatever else allows it', async () => {
  const { administrator, person } = server().tenant
  const agent = await person('agent')
  const except = async (permission: string, effect: string) => {
    const body = { user_id: agent.userId, permission, effect, reason: 'A test' }
    const answer = await administrator.post(url, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return `${url}${answer.body.id}/`
  }
  const permissions = async (): Promise<string[]> => (await agent.get('/api/v1/users/me/')).body.permissions
  expect(await permissions()).not.toContain('incidents.delete')
  await except('incidents.delete', 'allow')
  expect(await permissions()).toContain('incidents.delete')
  const denied = await except('incidents.delete', 'deny')
  expect(await permissions()).not.toContain('incidents.delete')
  await except('incidents.view', 'deny')
  expectProblem(await agent.get('/api/v1/incidents/'), 403)
  await administrator.delete(denied)
  expect(await permissions()).toContain('incidents.delete')
})

test('an exception counts until it expires, to the moment', async () => {
  const { clock, tenant } = server()
  const { administrator, person } = tenant
  const nobody = await person()
  const expires_at = new Date(clock.now().getTime() + 60_000).toISOString()
  const body = { user_id: nobody.userId, permission: 'incidents.view', effect: 'allow', reason: 'A minute' }
  await administrator.post(url, { ...body, expires_at })
  expect((await nobody.get('/api/v1/incidents/')).status).toBe(200)
  clock.advance({ seconds: 59 })
  expect((await nobody.get('/api/v1/incidents/')).status).toBe(200)
  clock.advance({ seconds: 2 })
  expectProblem(await nobody.get('/api/v1/incidents/'), 403)
})

test('what goes over a person’s roles is written down with its reason', async () => {
  const { administrator, person } = server().tenant
  const { userId: user_id } = await person()
  const body = { user_id, permission: 'incidents.view', effect: 'deny' }
  expectProblem(await administrator.post(url, body), 400, 'reason')
  const { id } = (await administrator.post(url, { ...body, reason: 'Left for the competition' })).body
  const [row] = await server().ledger('user_permission', id)
  expect(row).toMatchObject({
    actor_id: administrator.userId,
    after: { ...body, reason: 'Left for the competition' },
  })
})
