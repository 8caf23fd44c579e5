import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { organizations } from './organization.ts'

const server = useTestServer()

resourceContract({
  resource: organizations,
  server,
  create: ({ organizationId }, n) => ({
    name: unique(n % 2 ? 'branch' : 'Branch'),
    parent_id: organizationId,
    time_zone: 'Europe/Berlin',
    locale: 'de',
  }),
  change: () => ({ name: unique('Renamed'), locale: unique('l').slice(0, 8) }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { parent_id: null }, field: 'parent_id' },
    { body: { parent_id: 987_654_321 }, field: 'parent_id', status: 422 },
  ],
  searchable: 'name',
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
