import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { clients } from './client.schema.ts'

const server = useTestServer()

resourceContract({
  resource: clients,
  server,
  create: (_, n) => ({
    name: unique(n % 2 ? 'client' : 'Client'),
    code: n % 3 ? `C${n}` : null,
    is_active: true,
  }),
  change: () => ({ name: unique('Another'), code: unique('new'), is_active: false }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { name: 'x'.repeat(201) }, field: 'name' },
    { body: { code: 'x'.repeat(51) }, field: 'code' },
  ],
  searchable: 'name',
})
