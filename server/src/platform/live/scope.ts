import { createHash } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context } from '../context.ts'
import { db } from '../database.ts'
import type { AnyResource } from '../resource/resource.ts'

/**
 * One noun through one caller's eyes. Callers of equal key see the same rows in the same representation,
 * so that these are read and serialized once for all of them.
 */
export interface Scope {
  key: string
  ctx: Context
  resource: AnyResource
  visible: RawBuilder<SqlBool> | undefined
  /** Could a change of this field take a record out of these callers' sight? */
  decides(field: string): boolean
}

/** What of a caller decides how records look to them. */
export function rightsOf({ organizationId, permissions, clientIds }: Context): string {
  return JSON.stringify([organizationId, [...permissions].sort(), clientIds && [...clientIds].sort()])
}

export function scopeOf(ctx: Context, resource: AnyResource): Scope {
  const visible = resource.source.visible?.(ctx)
  const predicate = visible?.compile(db)
  // Who the caller is counts only where the noun's visibility asks for it: then it is among the parameters.
  const parts = [rightsOf(ctx), resource.kind, predicate?.sql, predicate?.parameters]
  const key = createHash('sha1').update(JSON.stringify(parts)).digest('base64url')
  const words = new Set(predicate?.sql.match(/\w+/g))
  return { key, ctx, resource, visible, decides: (field) => words.has(field) }
}

/** The noun's rows of these ids that the caller may see; deleted ones too, since that they went is news. */
export function visibleRows<Row>({ resource, visible }: Scope, ids: number[], columns: RawBuilder<Row>) {
  const seen = visible ? sql`and ${visible}` : sql``
  return sql<Row>`select ${columns} from ${resource.source.from} where t.id = any(${ids}::bigint[]) ${seen}`
}
