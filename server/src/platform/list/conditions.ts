import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { hides, type PersonalData, refuseProbing, seesPersonalData } from '../resource/personal.ts'
import { type Predicate, refuseHidden } from './filters.ts'
import type { ListQuery, ListSpec, Lookup, Source } from './list.ts'
import { searchPredicate } from './search.ts'

/** What is searched for is asked of every text at once. */
const ANY_TEXT: PersonalData = { fields: { search: 'text' } }

/** What a row must be to stand in this list: not deleted, in the caller's sight, and as the query wants it. */
export function wanted<Row>(
  ctx: Context,
  spec: ListSpec,
  source: Source<Row>,
  query: ListQuery,
): Predicate[] {
  const conditions: Predicate[] = [sql`t.deleted_at is null`]
  // A search may find thousands.
  let lookup: Lookup = query.search ? 'once' : 'each'
  for (const [name, value] of Object.entries(query)) {
    const [field = '', operator = ''] = name.split('__')
    if (spec.hidden?.(ctx).includes(field)) throw refuseHidden(name)
    const make = spec.filters[field]?.[operator]
    if (!make || value === undefined) continue
    refuseProbing(ctx, spec.personal, field, String(value))
    if (make.isUnindexed) lookup = 'once'
    conditions.push(make(String(value), name, hides(ctx, spec.personal, field)))
  }
  const visible = source.visible?.(ctx, lookup)
  if (visible) conditions.push(visible)
  if (query.search) refuseProbing(ctx, ANY_TEXT, 'search', String(query.search))
  const search =
    spec.search && query.search
      ? searchPredicate(spec.search, String(query.search), seesPersonalData(ctx, spec.personal))
      : undefined
  if (search) conditions.push(search)
  return conditions
}
