import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import type { Lookup } from '../../platform/list/list.ts'
import type { AnyResource } from '../../platform/resource/resource.ts'
import { noc } from '../noc/index.ts'

const WATCHED = [
  'incident',
  ...noc.resources.map(({ kind }) => kind),
  ...noc.events.flatMap((declared) => Object.values(declared).map(({ event }) => event.split('.')[0] ?? '')),
]
const ofTheWatch = sql<boolean>`t.subject_kind in (${sql.join([...new Set(WATCHED)].map((kind) => sql.lit(kind)))})`

/** The rows about what the watch works on, reached with its own capability. */
export function seenByTheWatch(resource: AnyResource): AnyResource {
  const visible = (ctx: Context, lookup?: Lookup) => {
    const own = resource.source.visible?.(ctx, lookup)
    return own ? sql<boolean>`${ofTheWatch} and ${own}` : ofTheWatch
  }
  return {
    ...resource,
    path: resource.path.replace('/api/v1/', '/api/noc/'),
    tag: 'NOC audit trail',
    permissions: { ...resource.permissions, view: 'noc:audit' },
    source: { ...resource.source, visible },
  }
}
