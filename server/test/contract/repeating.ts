import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { expectProblem, nextNumber, type World } from './world.ts'

/** POST under an Idempotency-Key: the same again is done once. That actions keep it, too, is in audit.test.ts. */
export function repeatingRules(
  { resource, server }: Contract,
  create: NonNullable<Contract['create']>,
  world: () => World,
) {
  const url = `${resource.path}/`
  const count = async () => (await server().sql(`select count(*) from app.${resource.table}`))[0]

  test('a creation that is repeated under its key makes one record and gives the same answer', async () => {
    const { admin, tenant } = world()
    const body = await create(tenant, nextNumber())
    const key = { 'idempotency-key': randomUUID() }
    const first = await admin.post(url, body, key)
    expect(first.status, JSON.stringify(first.body)).toBe(201)
    const before = await count()
    const again = await admin.post(url, body, key)
    expect(await count()).toEqual(before)
    // What held a secret is not told twice.
    if (again.body.code === 'already_done') return expectProblem(again, 409)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect({ ...again, headers: null }).toEqual({ ...first, headers: null })
  })

  test('another creation under the same key is a 422 and makes nothing', async () => {
    const { admin, tenant } = world()
    const key = { 'idempotency-key': randomUUID() }
    await admin.post(url, await create(tenant, nextNumber()), key)
    const other = await create(tenant, nextNumber())
    const before = await count()
    expectProblem(await admin.post(url, other, key), 422, 'Idempotency-Key')
    expect(await count()).toEqual(before)
  })
}
