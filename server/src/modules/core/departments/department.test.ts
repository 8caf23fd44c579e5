import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { departmentOf } from '../../../../test/samples.ts'
import { departments } from './department.schema.ts'

const server = useTestServer()

resourceContract({
  resource: departments,
  server,
  create: async (tenant, n) => ({
    name: unique(n % 2 ? 'bürgeramt' : 'Bürgeramt'),
    parent_id: n % 2 ? null : await departmentOf(tenant),
  }),
  change: () => ({ name: unique('Renamed') }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { name: 'x'.repeat(201) }, field: 'name' },
    { body: { parent_id: 0 }, field: 'parent_id' },
    { body: { parent_id: 987_654_321 }, field: 'parent_id', status: 422 },
  ],
  searchable: 'name',
})
