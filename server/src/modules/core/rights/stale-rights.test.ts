import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { eventually, PASSWORD, type Person, TEST_CONFIG, useTestServer } from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
import { openLive } from '../../noc/live/live.fixtures.ts'

// Two processes on one database: what is changed through one takes effect at once there, and soon in the other.
const server = useTestServer()
let other: Runtime
let there: string
beforeAll(async () => {
  other = await startRuntime(TEST_CONFIG, server().address, createLogger('silent'), server().clock)
  there = await other.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => other?.close())

const incidents = '/api/v1/incidents/'
const first = async (path: string) =>
  (await server().tenant.administrator.get(path)).body.results[0].id as number

/** Each takes away what lets an agent read incidents, or that they are signed in. */
const LOSSES: [
  what: string,
  status: number,
  lose: (agent: Person, by: Person, refresh: string) => Promise<unknown>,
][] = [
  [
    'a role is taken',
    403,
    async ({ userId }, by) =>
      by.delete(`/api/v1/user-roles/${await first(`/api/v1/user-roles/?user_id=${userId}`)}/`),
  ],
  [
    'a role gives less',
    403,
    async (_, by) =>
      by.patch(`/api/v1/roles/${await first('/api/v1/roles/?key=reader')}/`, {
        permissions: ['people.view'],
      }),
  ],
  [
    'a permission is denied',
    403,
    ({ userId: user_id }, by) =>
      by.post('/api/v1/user-permissions/', {
        ...{ user_id, permission: 'incidents.view', effect: 'deny', reason: 'A test' },
      }),
  ],
  [
    'somebody is deactivated',
    401,
    ({ userId }, by) => by.patch(`/api/v1/users/${userId}/`, { is_active: false }),
  ],
  ['somebody is deleted', 401, ({ userId }, by) => by.delete(`/api/v1/users/${userId}/`)],
  ['somebody signs out', 401, (agent, _, refresh) => agent.post('/api/v1/auth/logout/', { refresh })],
]

test.each(LOSSES)(
  'when %s, the next request is refused, soon in the other process too',
  async (what, status, lose) => {
    const { tenant, anonymous } = server()
    const { administrator, person } = tenant
    const role = {
      key: 'reader',
      name: 'Reader',
      permissions: ['incidents.view', 'incidents.view_all', 'people.view'],
    }
    await administrator.post('/api/v1/roles/', role)
    const agent = await person(what === 'a role gives less' ? 'reader' : 'agent')
    const signedIn = await anonymous.post('/api/v1/auth/login/', {
      username: agent.username,
      password: PASSWORD,
    })
    const here = Object.assign(agent, { token: signedIn.body.access, renew: null })
    const elsewhere = new Client(there, here.token)
    for (const client of [here, elsewhere]) expect((await client.get(incidents)).status).toBe(200)
    const live = await openLive(there, here.token)
    await live.sub('incidents')

    await lose(here, administrator, signedIn.body.refresh)
    expect((await here.get(incidents)).status).toBe(status)
    await eventually(
      'the other process',
      async () => (await elsewhere.get(incidents)).status === status,
      15_000,
    )
    if (status === 401) expect(await live.closed(15_000)).toBe(4001)
    else await live.frame(({ t, why }) => t === 'gap' && why === 'authz', 15_000)
    await live.close()
  },
)

test('who was deactivated and is active again signs in anew: the old session stays ended', async () => {
  const { administrator, person } = server().tenant
  const agent = Object.assign(await person('agent'), { renew: null })
  const at = `/api/v1/users/${agent.userId}/`
  await administrator.patch(at, { is_active: false })
  await administrator.patch(at, { is_active: true })
  expect((await agent.get(incidents)).status).toBe(401)
})
