import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { clientOf } from '../../../../test/samples.ts'
import { sites } from './site.schema.ts'

const server = useTestServer()

resourceContract({
  resource: sites,
  server,
  create: async (tenant, n) => ({
    name: unique(n % 2 ? 'harbour' : 'Harbour'),
    client_id: await clientOf(tenant),
    latitude: n % 3 ? 53.5 : null,
    longitude: n % 3 ? 9.9 : null,
    time_zone: 'Europe/Berlin',
  }),
  change: () => ({ name: unique('Renamed'), latitude: -33.9, longitude: 151.2 }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { client_id: null }, field: 'client_id' },
    { body: { latitude: 90.1 }, field: 'latitude' },
    { body: { longitude: -181 }, field: 'longitude' },
    { body: { latitude: 1, longitude: null }, field: 'longitude', status: 422 },
    { body: { client_id: 987_654_321 }, field: 'client_id', status: 422 },
  ],
  searchable: 'name',
})
