import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { expectProblem, nextNumber, type World } from './world.ts'

const READ_ONLY = ['id', 'version', 'organization_id', 'created_at', 'created_by', 'deleted_at']

/** What does not fit is refused by name, and nothing is written. */
export function refusingRules(
  { resource, server, invalid = [], change }: Contract,
  create: NonNullable<Contract['create']>,
  world: () => World,
) {
  const url = `${resource.path}/`

  test('an unknown or read-only field is a 400 that names it, in POST, PUT and PATCH', async () => {
    const { admin, tenant, records } = world()
    const good = await create(tenant, nextNumber())
    for (const field of ['nope', ...READ_ONLY]) {
      expectProblem(await admin.post(url, { ...good, [field]: 1 }), 400, field)
      if (!change) continue
      expectProblem(await admin.put(`${url}${records[0]!.id}/`, { ...good, [field]: 1 }), 400, field)
      expectProblem(await admin.patch(`${url}${records[0]!.id}/`, { [field]: 1 }), 400, field)
    }
  })

  test('a field of the wrong type is a 400 that names it', async () => {
    const { admin, tenant } = world()
    const good = await create(tenant, nextNumber())
    for (const [field, value] of Object.entries(good)) {
      const isObject = value !== null && typeof value === 'object' && !Array.isArray(value)
      const wrong = isObject ? 'no object' : { neither: 'text, number nor list' }
      expectProblem(await admin.post(url, { ...good, [field]: wrong }), 400, field)
    }
  })

  test('a missing field is a 400 that names it', async () => {
    const { admin, tenant, operations } = world()
    const good = await create(tenant, nextNumber())
    const required = operations.find(({ method, path }) => method === 'POST' && path === url)?.required ?? []
    expect(required.length).toBeGreaterThan(0)
    for (const field of required) {
      const { [field]: _, ...rest } = good
      expectProblem(await admin.post(url, rest), 400, field)
    }
    expectProblem(await admin.post(url, {}), 400, required[0])
  })

  if (invalid.length > 0)
    test('the rules of its fields are refused by name', async () => {
      const { admin, tenant } = world()
      const good = await create(tenant, nextNumber())
      for (const { body, field, status = 400 } of invalid) {
        expectProblem(await admin.post(url, { ...good, ...body }), status, field)
      }
    })

  test('a text that the database cannot hold is a 400', async () => {
    const { admin, tenant } = world()
    const good = await create(tenant, nextNumber())
    for (const [field, value] of Object.entries(good).filter(([, sent]) => typeof sent === 'string')) {
      expectProblem(await admin.post(url, { ...good, [field]: `${value}\u0000` }), 400)
      expectProblem(await admin.post(url, { ...good, [field]: `${value}\ud800` }), 400)
    }
  })

  test('what is no JSON object is a 400', async () => {
    const { admin } = world()
    for (const body of ['{"name":', '[]', '"text"', '1', 'null']) {
      expectProblem(await admin.post(url, body), 400)
    }
  })

  test('what was refused is written nowhere', async () => {
    const { admin, tenant } = world()
    const count = async () => (await server().sql(`select count(*) from app.${resource.table}`))[0]
    const good = await create(tenant, nextNumber())
    const before = await count()
    await admin.post(url, { ...good, nope: 1 })
    expect(await count()).toEqual(before)
  })
}
