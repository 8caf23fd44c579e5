import { test } from 'vitest'
import type { Contract } from '../contract.ts'
import { expectReplayable } from '../replay.ts'
import type { World } from './world.ts'

/** The ledger is no summary: it holds all that happened, in the order in which it did. */
export function replayingRules({ resource, server, change }: Contract, world: () => World) {
  test('the ledger replayed gives every record, and each entry’s before is how the record stood', async () => {
    const { admin, another } = world()
    const { id } = await another()
    if (change) {
      const at = `${resource.path}/${id}/`
      await admin.patch(at, change())
      await admin.patch(at, change())
      await admin.delete(at)
      await admin.post(`${at}restore/`)
    }
    await expectReplayable(server(), resource)
  })
}
