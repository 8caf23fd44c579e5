import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
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
    code: n % 2 ? null : unique('dept'),
    parent_id: n % 2 ? null : await departmentOf(tenant),
    manager_id: n % 2 ? null : tenant.administrator.userId,
  }),
  change: () => ({ name: unique('Renamed'), code: unique('new') }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { name: 'x'.repeat(201) }, field: 'name' },
    { body: { parent_id: 0 }, field: 'parent_id' },
    { body: { parent_id: 987_654_321 }, field: 'parent_id', status: 422 },
  ],
  searchable: 'name',
})

test('a department lies neither below itself nor below a part of it, by two moves at once either', async () => {
  const { administrator } = server().tenant
  const make = async (parent_id: number | null) =>
    (await administrator.post(`${departments.path}/`, { name: unique('Department'), parent_id })).body.id
  const move = (id: number, parent_id: number) =>
    administrator.patch(`${departments.path}/${id}/`, { parent_id })
  const top = await make(null)
  const middle = await make(top)
  const bottom = await make(middle)
  for (const id of [top, middle, bottom]) expectProblem(await move(top, id), 422, 'parent_id')
  for (let round = 0; round < 5; round++) {
    const [one, other] = [await make(null), await make(null)]
    const [below, belowOther] = [await make(one), await make(other)]
    const answers = await Promise.all([move(one, belowOther), move(other, below)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  }
})
