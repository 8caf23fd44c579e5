import { resourceContract } from '../../../test/contract.ts'
import { unique, useTestServer } from '../../../test/harness.ts'
import { clientOf, siteOf } from '../../../test/samples.ts'
import { configurationItems } from './configuration-item.schema.ts'

const server = useTestServer()

resourceContract({
  resource: configurationItems,
  server,
  create: async (tenant, n) => ({
    name: unique(n % 2 ? 'core-switch' : 'Core-switch'),
    host_name: n % 2 ? null : 'sw-01.example.org',
    ip_address: n % 2 ? '2001:db8::1' : '192.0.2.7',
    kind: 'switch',
    status: n % 3 ? 'live' : 'planned',
    criticality: n % 2 ? 'low' : 'high',
    client_id: n % 2 ? null : await clientOf(tenant),
    site_id: n % 2 ? null : await siteOf(tenant),
  }),
  change: () => ({ name: unique('Renamed'), status: 'retired', criticality: 'medium' }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { ip_address: '192.0.2.256' }, field: 'ip_address' },
    { body: { status: 'lost' }, field: 'status' },
    { body: { criticality: 'dire' }, field: 'criticality' },
    { body: { site_id: 987_654_321 }, field: 'site_id', status: 422 },
  ],
  searchable: 'name',
})
