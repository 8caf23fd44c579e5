import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { organizations } from './organization.schema.ts'

const server = useTestServer()
const SOMEBODY = { username: 'somebody', email: 'somebody@example.org', password: 'long enough to be one' }

resourceContract({
  resource: organizations,
  server,
  create: ({ organizationId }, n) => ({
    name: unique(n % 2 ? 'branch' : 'Branch'),
    parent_id: organizationId,
    code: unique('part'),
    kind: n % 2 ? 'customer' : 'internal',
    is_active: n % 3 > 0,
    time_zone: 'Europe/Berlin',
    locale: 'de',
    settings: { password_min_length: 12 },
  }),
  change: () => ({ name: unique('Renamed'), code: unique('new') }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { parent_id: null }, field: 'parent_id' },
    { body: { kind: 'tenant' }, field: 'kind' },
    { body: { time_zone: 'Mars/Olympus' }, field: 'time_zone' },
    { body: { locale: 'not a locale' }, field: 'locale' },
    { body: { settings: { password_min_length: 7 } }, field: 'settings' },
    { body: { settings: { nope: 1 } }, field: 'settings' },
    { body: { administrator: SOMEBODY }, field: 'administrator', status: 422 },
    { body: { parent_id: 987_654_321 }, field: 'parent_id', status: 422 },
  ],
  searchable: 'name',
  superusers: ['enter'],
})

test("the tenant's own root can be renamed, but neither moved below a part of it nor deleted", async () => {
  const { administrator, organizationId } = server().tenant
  const root = `${organizations.path}/${organizationId}/`
  const part = await administrator.post(`${organizations.path}/`, {
    name: unique('Part'),
    parent_id: organizationId,
  })
  const name = unique('Renamed')
  expect((await administrator.patch(root, { name })).body).toMatchObject({ name, parent_id: null })
  expectProblem(await administrator.patch(root, { parent_id: part.body.id }), 422, 'parent_id')
  expectProblem(await administrator.delete(root), 409)
})
