import { sql } from 'kysely'
import type { Tx } from '../platform/unit-of-work.ts'

/**
 * The next reference number of a kind, `INC-1042`: counted per organization, never reused. Taken aside, or each new
 * record would wait for the commit of the one before; the number of a record that fails is left out.
 */
export async function takeNumber(tx: Tx, prefix: string): Promise<string> {
  const [row] = await tx.aside(sql<{ last: number }>`insert into counters (organization_id, kind, last)
    values (${tx.ctx.organizationId}, ${prefix}, 1)
    on conflict (organization_id, kind) do update set last = counters.last + 1 returning last`)
  if (!row) throw new Error('no number was counted')
  return `${prefix}-${row.last}`
}
