import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { incidentOf } from '../../../../test/samples.ts'
import { incidentComments } from './comment.schema.ts'

const server = useTestServer()

resourceContract({
  resource: incidentComments,
  server,
  create: async (tenant, n) => ({
    incident_id: await incidentOf(tenant),
    body: unique('Looked at the cable'),
    visibility: n % 2 ? 'internal' : 'public',
  }),
  replace: () => ({ body: unique('Looked again') }),
  change: () => ({ body: unique('Looked twice') }),
  invalid: [
    { body: { body: '' }, field: 'body' },
    { body: { body: 'x'.repeat(65_537) }, field: 'body' },
    { body: { visibility: 'secret' }, field: 'visibility' },
    { body: { incident_id: 987_654_321 }, field: 'incident_id', status: 422 },
  ],
  searchable: 'body',
})
