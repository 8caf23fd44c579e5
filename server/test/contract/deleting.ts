import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { everyRecord, expectProblem, idsOf, type World } from './world.ts'

const ALL_BUT_ADMINISTRATOR = ['manager', 'agent', 'noc_operator', 'asset_manager', 'change_manager']

/** Deletion hides, restoring returns. */
export function deletingRules(contract: Contract, world: () => World) {
  const { resource, server, change = () => ({}) } = contract
  const at = (id: number) => `${resource.path}/${id}/`

  test('a deleted record is gone from every read, and only an administrator brings it back', async () => {
    const { admin, tenant, another, get } = world()
    const before = await another()
    const { id } = before
    const deleted = await admin.delete(at(id))
    expect({ status: deleted.status, body: deleted.body }).toEqual({ status: 204, body: '' })
    expectProblem(await get(id), 404)
    expectProblem(await admin.patch(at(id), change()), 404)
    expectProblem(await admin.delete(at(id)), 404)
    expect(idsOf(await everyRecord(contract, world()))).not.toContain(id)

    const colleague = await tenant.person(...ALL_BUT_ADMINISTRATOR)
    expectProblem(await colleague.post(`${at(id)}restore/`), 403)
    const restored = await admin.post(`${at(id)}restore/`)
    expect(restored.status, JSON.stringify(restored.body)).toBe(200)
    const { version, updated_at, updated_by } = restored.body
    expect(version).toBeGreaterThan(before.version)
    expect(restored.body).toEqual({ ...before, version, updated_at, updated_by })
    expect(idsOf(await everyRecord(contract, world()))).toContain(id)
    expectProblem(await admin.post(`${at(id)}restore/`), 404)
  })

  test('deleting and restoring are in the ledger', async () => {
    const { admin, another } = world()
    const { id } = await another()
    await admin.delete(at(id))
    await admin.post(`${at(id)}restore/`)
    const rows = (await server().ledger(resource.kind, id)).slice(-2)
    expect(rows.map(({ event }) => event)).toEqual([`${resource.kind}.deleted`, `${resource.kind}.restored`])
    for (const row of rows) expect(row).toMatchObject({ actor_kind: 'user', actor_id: admin.userId })
  })
}
