import { expect, test } from 'vitest'
import { resourceContract } from '../../../../test/contract.ts'
import { useTestServer } from '../../../../test/harness.ts'
import { verifyTrails } from '../audit.jobs.ts'
import { complianceLogs } from './compliance-log.schema.ts'

const server = useTestServer()
const url = '/api/v1/compliance-logs/'

resourceContract({
  resource: complianceLogs,
  server,
  make: async (tenant) => {
    await tenant.person('agent')
    const [row] = await server().sql<{ id: number }>(
      'select max(id) as id from app.compliance_logs where organization_id = $1',
      [tenant.organizationId],
    )
    return row!.id
  },
})

test('who was given or lost a role is evidence of the control over access rights', async () => {
  const { tenant } = server()
  const { administrator } = tenant
  const { userId } = await tenant.person()
  const granted = await administrator.post('/api/v1/user-roles/', { user_id: userId, role: 'auditor' })
  await administrator.delete(`/api/v1/user-roles/${granted.body.id}/`)
  const { body } = await administrator.get(`${url}?control_id=A.5.18&page_size=2`)
  expect(body.results.map(({ evidence }: { evidence: { event: string } }) => evidence.event)).toEqual([
    'user_role.deleted',
    'user_role.created',
  ])
  expect(body.results[1]).toMatchObject({
    outcome: 'recorded',
    framework: 'ISO/IEC 27001:2022',
    evidence: {
      after: { user_id: userId, role: 'auditor' },
      actor_id: administrator.userId,
      request_id: granted.headers.get('x-request-id'),
    },
  })
})

test('the nightly check of the trail leaves its result, pass or fail, with figures', async () => {
  const { tenant, door, sql } = server()
  const latest = async () =>
    (await tenant.administrator.get(`${url}?control_id=A.8.15&page_size=1`)).body.results[0]
  await verifyTrails({ door })
  const passed = await latest()
  expect(passed).toMatchObject({ outcome: 'pass', evidence: { fault: null } })
  expect(passed.evidence.rows).toBeGreaterThan(0)
  const edit = (sign: string) =>
    sql(
      `update app.ledger set at = at ${sign} interval '1 microsecond' where organization_id = $1
      and event = 'user.created'`,
      [tenant.organizationId],
    )
  await edit('+')
  await verifyTrails({ door })
  expect(await latest()).toMatchObject({ outcome: 'fail', evidence: { fault: { kind: 'missing' } } })
  await edit('-')
})
