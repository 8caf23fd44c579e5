import { newSource, openAlert, type TestSource } from '../../../../test/alerts.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type TestTenant, useTestServer } from '../../../../test/harness.ts'
import { alerts } from './alert.schema.ts'

const server = useTestServer()
const sources = new Map<TestTenant, Promise<TestSource>>()
const SEVERITIES = ['critical', 'warning', 'info']

resourceContract({
  resource: alerts,
  server,
  make: async (tenant, n) => {
    const source = sources.get(tenant) ?? newSource(server(), tenant)
    sources.set(tenant, source)
    const labels = { severity: SEVERITIES[n % SEVERITIES.length] ?? 'low' }
    return (await openAlert(server(), await source, labels, tenant)).id
  },
})
