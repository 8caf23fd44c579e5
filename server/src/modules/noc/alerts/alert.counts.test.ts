import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newSource } from '../../../../test/alerts.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { systemContext } from '../../../platform/context.ts'
import { foldCounts } from './alert.upkeep.ts'

const server = useTestServer()

/** What the alerts themselves say, client by client. */
const counted = (table: string, n: string, where: string, organizationId: number) =>
  server().sql(
    `select client_id::int, status, severity, ${n}::int as n from app.${table} where organization_id = $1 and ${where}
      group by client_id, status, severity having ${n} <> 0 order by 1, 2, 3`,
    [organizationId],
  )

test('after any mixture of ingest and actions, while others condense them, the kept counts are what counting gives', async () => {
  const { tenant } = server()
  const { organizationId, administrator } = tenant
  const client = (await administrator.post('/api/noc/clients/', { name: unique('client') })).body
  const sources = [await newSource(server()), await newSource(server(), tenant, { client_id: client.id })]
  const step = fc.record({
    source: fc.nat(1),
    names: fc.uniqueArray(fc.nat(12), { minLength: 1 }),
    does: fc.constantFrom('fire', 'fire', 'worsen', 'end', 'acknowledge', 'assign', 'resolve'),
  })
  const mark = unique('counted')

  const perform = async ({ source, names, does }: { source: number; names: number[]; does: string }) => {
    if (does === 'fire' || does === 'worsen' || does === 'end')
      return sources[source]?.push(
        ...names.map((name) => ({
          labels: { alertname: `${mark}-${name}`, ...(does === 'worsen' ? { severity: 'critical' } : {}) },
          ...(does === 'end' ? { endsAt: new Date(Date.now() - 1000).toISOString() } : {}),
        })),
      )
    const rows = await server().sql<{ id: number }>(
      `select id::int from app.alerts where title = any($1) and workflow <> 'resolved'`,
      [names.map((name) => `${mark}-${name}`)],
    )
    if (rows.length === 0) return
    return administrator.post('/api/noc/alerts/bulk-action/', {
      alert_ids: rows.map(({ id }) => id),
      action: does,
      user_id: does === 'assign' ? administrator.userId : undefined,
      notes: does === 'resolve' ? 'done' : undefined,
    })
  }

  let isOver = false
  const folding = (async () => {
    while (!isOver) await foldCounts(server().door, systemContext(organizationId, 'test'))
  })()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      await Promise.all(steps.map(perform))
      expect(await counted('alert_counts', 'sum(n)', 'true', organizationId)).toEqual(
        await counted('alerts', 'count(*)', `status <> 'resolved' and deleted_at is null`, organizationId),
      )
    }),
    { numRuns: 12 },
  )
  isOver = true
  await folding
  await foldCounts(server().door, systemContext(organizationId, 'test'))
  const [{ most } = { most: 0 }] = await server().sql<{ most: number }>(
    `select coalesce(max(n), 0)::int as most from (select count(*) as n from app.alert_counts where organization_id = $1
      group by client_id, status, severity) pieces`,
    [organizationId],
  )
  expect(most, 'condensed, each has one row').toBeLessThanOrEqual(1)
})

test('an alert that is deleted, in the record or for good, is no longer counted', async () => {
  const other = await server().newTenant()
  const source = await newSource(server(), other)
  await source.push(...['a', 'b', 'c'].map((alertname) => ({ labels: { alertname } })))
  const open = async () => (await other.administrator.get('/api/noc/alerts/counts/')).body.open
  expect(await open()).toBe(3)
  await server().sql(`update app.alerts set deleted_at = now() where organization_id = $1 and title = 'a'`, [
    other.organizationId,
  ])
  await server().sql(`delete from app.alerts where organization_id = $1 and title = 'b'`, [
    other.organizationId,
  ])
  expect(await open()).toBe(1)
})
