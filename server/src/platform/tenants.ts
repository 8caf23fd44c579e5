import { sql } from 'kysely'
import { type Context, systemContext } from './context.ts'
import type { Door } from './unit-of-work.ts'

/** Recurring work, tenant by tenant. One tenant's trouble does not stop the others' clocks; it is told at the end. */
export async function forEachTenant(door: Door, work: (ctx: Context) => Promise<void>) {
  const organizations = await door.read(systemContext(0, 'sweep'), (tx) =>
    tx.all(sql<{ id: number }>`select id from auth.list_organizations() as id`),
  )
  const failures: unknown[] = []
  for (const { id } of organizations) {
    try {
      await work(systemContext(id, 'Watchdesk'))
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} tenants could not be swept`)
}
