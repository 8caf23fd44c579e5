import { createHash } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { compile } from '../compile.ts'
import type { Context } from '../context.ts'
import type { AnyResource } from '../resource/resource.ts'
import type { Fields } from './ring.ts'

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

/** What of a caller decides how records look to them: all but who they are, and by what they speak. */
export function rightsOf({
  actor: _,
  requestId: __,
  address: ___,
  sessionId: ____,
  viewer: _____,
  ...rights
}: Context): string {
  const inOrder = (_: string, value: unknown) =>
    value instanceof Set || Array.isArray(value) ? [...value].sort() : value
  return JSON.stringify(rights, inOrder)
}

/** A record, and what some of its fields were. */
export interface Former {
  id: number
  old: Fields
}

export function scopeOf(ctx: Context, resource: AnyResource): Scope {
  const visible = resource.source.visible?.(ctx)
  const predicate = visible && compile(visible)
  // Who the caller is counts only where the noun's visibility asks for it: then it is among the parameters.
  const parts = [rightsOf(ctx), resource.kind, predicate?.text, predicate?.values]
  const key = createHash('sha1').update(JSON.stringify(parts)).digest('base64url')
  const words = new Set(predicate?.text.match(/\w+/g))
  return { key, ctx, resource, visible, decides: (field) => words.has(field) }
}

/** The noun's rows of these ids that the caller may see; deleted ones too, since that they went is news. */
export function visibleRows<Row>({ resource, visible }: Scope, ids: number[], columns: RawBuilder<Row>) {
  const seen = visible ? sql`and ${visible}` : sql``
  return sql<Row>`select ${columns} from ${resource.source.from} where t.id = any(${ids}::bigint[]) ${seen}`
}

/**
 * Those of the noun's rows that the caller could see with the former values of some fields. The predicate is asked of
 * the row as it was; what it looks up in other rows is as it is now.
 */
export function formerlyVisible({ resource, visible }: Scope, former: Former[]) {
  return sql<{ id: number; version: number }>`select distinct t.id, t.version
    from jsonb_to_recordset(${JSON.stringify(former)}::jsonb) as former (id bigint, old jsonb)
    join ${sql.table(resource.table)} present on present.id = former.id
    cross join lateral jsonb_populate_record(present, former.old) t where ${visible ?? sql<boolean>`true`}`
}
