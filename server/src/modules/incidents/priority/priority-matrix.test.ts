import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { type TestTenant, useTestServer } from '../../../../test/harness.ts'

const server = useTestServer()
const url = '/api/v1/priority-matrix/'
const LEVELS = [1, 2, 3]

/** Nine cells from three rows. */
const cellsOf = (rows: number[][]) =>
  LEVELS.flatMap((impact) =>
    LEVELS.map((urgency) => ({ impact, urgency, priority: rows[impact - 1]?.[urgency - 1] })),
  )
const STANDARD = [
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
]
const STEEP = [
  [1, 1, 2],
  [1, 2, 3],
  [2, 3, 5],
]

const report = async ({ administrator }: TestTenant, fields: object) => {
  const { status, body } = await administrator.post('/api/v1/incidents/', { title: 'Uplink down', ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

test('an organization begins with 1/1 critical to 3/3 planning, with every rule on', async () => {
  const { administrator } = await server().newTenant()
  const { status, body, headers } = await administrator.get(url)
  expect(status).toBe(200)
  expect(headers.get('etag')).toBe('"v1"')
  expect(body).toEqual({
    record_type: 'incident',
    cells: cellsOf(STANDARD),
    raises_for_vip: true,
    raises_for_critical_item: true,
    medium_impact_users: 10,
    high_impact_users: 100,
    proposes_major: true,
    is_default: true,
    version: 1,
    updated_at: null,
    updated_by: null,
  })
})

test('PUT replaces the matrix whole, is in the ledger, and changing nothing writes nothing', async () => {
  const { administrator, organizationId } = await server().newTenant()
  const cells = cellsOf(STEEP)
  const first = await administrator.put(url, { cells: [...cells].reverse(), raises_for_vip: false })
  expect(first.status, JSON.stringify(first.body)).toBe(200)
  expect(first.body).toMatchObject({
    cells,
    raises_for_vip: false,
    high_impact_users: 100,
    is_default: false,
  })
  expect(first.body).toMatchObject({ version: 2, updated_by: administrator.userId })
  expect(first.headers.get('etag')).toBe('"v2"')
  expect((await administrator.get(url)).body).toEqual(first.body)
  expect((await administrator.put(url, { cells })).body, 'again').toEqual(first.body)

  const rows = await server().sql(
    `select event, actor_id, before, after from app.ledger where subject_kind = 'priority_matrix' and organization_id = $1`,
    [organizationId],
  )
  expect(rows).toEqual([
    {
      event: 'priority_matrix.updated',
      actor_id: administrator.userId,
      before: { matrix: STANDARD, raises_for_vip: true },
      after: { matrix: STEEP, raises_for_vip: false },
    },
  ])
})

test('a matrix with a cell missing, doubled or out of range is refused and names the cell', async () => {
  const { administrator } = await server().newTenant()
  const cells = cellsOf(STEEP)
  const missing = await administrator.put(url, { cells: cells.slice(1) })
  expectProblem(missing, 422, 'cells')
  expect(missing.body.errors).toMatchObject([{ field: 'cells.1.1', code: 'required' }])
  const doubled = await administrator.put(url, { cells: [...cells.slice(0, 8), cells[0]] })
  expect(doubled.body.errors).toMatchObject([
    { field: 'cells.1.1', code: 'duplicate' },
    { field: 'cells.3.3', code: 'required' },
  ])
  for (const wrong of [{ priority: 6 }, { priority: 0 }, { impact: 4 }, { urgency: 1.5 }, { nope: 1 }])
    expectProblem(
      await administrator.put(url, { cells: [...cells.slice(1), { ...cells[0], ...wrong }] }),
      400,
      'cells',
    )
  expectProblem(await administrator.put(url, { raises_for_vip: false }), 400, 'cells')
  const bands = { medium_impact_users: 50, high_impact_users: 50 }
  expectProblem(await administrator.put(url, { cells, ...bands }), 422, 'high_impact_users')
  expectProblem(await administrator.put(url, { cells, medium_impact_users: 100 }), 422, 'high_impact_users')
  expect((await administrator.get(url)).body).toMatchObject({ version: 1, is_default: true })
})

test('If-Match keeps two administrators apart, from the very first change on', async () => {
  const { administrator } = await server().newTenant()
  const cells = cellsOf(STEEP)
  const seen = { 'if-match': '"v1"' }
  const both = await Promise.all([
    administrator.put(url, { cells }, seen),
    administrator.put(url, { cells: cellsOf(STANDARD), raises_for_vip: false }, seen),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  const stale = await administrator.put(url, { cells, proposes_major: false }, seen)
  expectProblem(stale, 412)
  expect(stale.headers.get('etag')).toBe('"v2"')
})

test('staff read it, administrators alone change it, and each organization has its own', async () => {
  const tenant = await server().newTenant()
  const cells = cellsOf(STEEP)
  await tenant.administrator.put(url, { cells })
  for (const role of ['manager', 'agent', 'auditor']) {
    const person = await tenant.person(role)
    expect((await person.get(url)).body.cells).toEqual(cells)
    expectProblem(await person.put(url, { cells }), 403)
  }
  expectProblem(await (await tenant.person('end_user')).get(url), 403)
  expectProblem(await server().anonymous.get(url), 401)
  expect((await server().tenant.administrator.get(url)).body.cells).toEqual(cellsOf(STANDARD))
})

test('a new matrix holds for what is reported or re-stated from then on; what stands is not rewritten', async () => {
  const tenant = await server().newTenant()
  const { administrator } = tenant
  const old = await report(tenant, { impact: 2, urgency: 1 })
  await administrator.put(url, { cells: cellsOf(STEEP) })
  const at = `/api/v1/incidents/${old.id}/`
  expect((await administrator.get(at)).body).toEqual(old)
  expect((await administrator.patch(at, { title: 'Downlink up' })).body.priority).toBe(2)
  expect((await report(tenant, { impact: 2, urgency: 1 })).priority).toBe(1)
  expect((await administrator.patch(at, { impact: 3 })).body.priority).toBe(2)
  expect((await administrator.patch(at, { impact: 2 })).body.priority).toBe(1)
})
