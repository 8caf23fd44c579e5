import { sql } from 'kysely'
import { unprocessable } from '../errors.ts'
import type { Tx } from '../unit-of-work.ts'
import type { AnyResource } from './resource.ts'

/**
 * Refuses a parent that is the record itself or lies below it. Called with the record's row locked; rivals wait for one
 * another at the lock on the noun's tree, so that two moves cannot make a circle together.
 */
export async function checkParent(tx: Tx, { kind, table }: AnyResource, id: number, parentId: unknown) {
  if (typeof parentId !== 'number') return
  await tx.all(sql`select pg_advisory_xact_lock(hashtextextended(${`${kind} ${tx.ctx.organizationId}`}, 0))`)
  const { is_below } = await tx.one(sql<{ is_below: boolean }>`
    with recursive above as (
      select id, parent_id from ${sql.table(table)} where id = ${parentId}
      union select p.id, p.parent_id from ${sql.table(table)} p join above on p.id = above.parent_id)
    select exists (select from above where id = ${id}) as is_below`)
  if (!is_below) return
  const detail = 'is the record itself or lies below it'
  throw unprocessable(`parent_id: ${detail}`, [{ field: 'parent_id', code: 'circular', detail }])
}
