import { resourceContract } from '../../../test/contract.ts'
import { type TestTenant, unique, useTestServer } from '../../../test/harness.ts'
import { clientOf, itemOf, siteOf, teamOf } from '../../../test/samples.ts'
import { incidents } from './incident.schema.ts'

const server = useTestServer()

const whatMayChange = async (tenant: TestTenant, n: number) => ({
  title: unique(n % 2 ? 'uplink down' : 'Uplink down'),
  description: 'Nobody on the second floor gets an address.',
  impact: (n % 3) + 1,
  urgency: (n % 2) + 1,
  requester_id: tenant.administrator.userId,
  client_id: n % 2 ? null : await clientOf(tenant),
  site_id: n % 2 ? null : await siteOf(tenant),
  configuration_item_id: n % 2 ? null : await itemOf(tenant),
})

resourceContract({
  resource: incidents,
  server,
  create: async (tenant, n) => ({
    ...(await whatMayChange(tenant, n)),
    channel: 'phone',
    assignee_id: n % 2 ? null : tenant.administrator.userId,
    team_id: n % 2 ? null : await teamOf(tenant),
  }),
  replace: whatMayChange,
  change: () => ({ title: unique('Changed'), description: unique('Other words'), impact: 1, urgency: 3 }),
  invalid: [
    { body: { title: '' }, field: 'title' },
    { body: { title: 'x'.repeat(256) }, field: 'title' },
    { body: { impact: 0 }, field: 'impact' },
    { body: { urgency: 4 }, field: 'urgency' },
    { body: { urgency: 1.5 }, field: 'urgency' },
    { body: { priority: 1 }, field: 'priority' },
    { body: { status: 'closed' }, field: 'status' },
    { body: { number: 'INC-1' }, field: 'number' },
    { body: { channel: 'pigeon' }, field: 'channel' },
    { body: { assignee_id: 987_654_321 }, field: 'assignee_id', status: 422 },
  ],
  searchable: 'title',
  actions: { add_comment: { body: 'Hello' } },
})
