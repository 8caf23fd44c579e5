import type { TSchema } from 'typebox'
import { settled } from '../compile.ts'
import type { Context } from '../context.ts'
import type { PlainEvent } from '../ledger/events.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import type { Limit } from '../list/limit.ts'
import type { ListSpec, Source } from '../list/list.ts'
import { masked, type PersonalData, seesPersonalData } from './personal.ts'

/** Ways to read that may be recorded: who read what. */
export const READS = ['list', 'read', 'drilldown', 'export', 'subscribe'] as const
export type RecordedRead = (typeof READS)[number]
/** One read, before it is answered. */
export interface Access {
  action: RecordedRead
  kind: string
  id?: number | null | undefined
  /** What was asked for. */
  query?: unknown
}
/** Resolves when the record is committed; rejects where it cannot be, and then the read must not be answered. */
export type RecordRead = (ctx: Context, access: Access) => Promise<void>

/** What every stored record has. */
export interface Stamped {
  id: number
  version: number
  deleted_at: Date | null
}

/**
 * One noun as the kit sees it: where its rows lie, who may touch them, how they look outside.
 * Plain data: routes, storage functions, live stream and contract suite read it.
 */
export interface Resource<Row extends Stamped = Stamped, Shown = unknown> {
  /** Singular, as in events: `parcel` makes `parcel.created`. */
  kind: string
  /** `/api/v1/parcels`, without the trailing slash. */
  path: string
  /** Heading in the API's documentation. */
  tag: string
  table: string
  source: Source<Row>
  /** Fields that point to records, each with the table it points to; they take living records only. */
  pointers?: Readonly<Record<string, string>>
  /** What its rows are limited by for some, and the fields that point to what is limited so as well. */
  limit?: Limit
  limitedPointers?: readonly string[]
  list: ListSpec
  /** Its machines of states, each of its own field; that of the status first. */
  lifecycles?: readonly Lifecycle[]
  /** Which of the shown fields hold personal data: masked for, and not to be asked by, who may not see it. */
  personal?: PersonalData
  /** Which of the kit's four events its records have; all of them unless said otherwise. */
  plainEvents?: readonly PlainEvent[]
  /** Which reads of its records are recorded themselves; none unless said. */
  recordedReads?: readonly RecordedRead[]
  permissions: { view: string; create: string; update: string; delete: string; restore: string }
  /** The detailed representation, and the light one of lists and live messages where it differs. */
  record: TSchema
  summary?: TSchema
  present(row: Row, ctx: Context): Shown
  /** The live topic that carries this noun; its subscribers need permissions.view. */
  topic: string
}

/** Of whatever row, as the kit handles it. */
export type AnyResource = Resource<Stamped, unknown>

/** Whatever leaves a noun leaves by its `present`, so personal data is masked there, for every channel. */
export function defineResource<Row extends Stamped, Shown>(
  resource: Resource<Row, Shown>,
): Resource<Row, Shown> {
  // Whatever a record shows of others stands inside: their names, and people may be called by their address.
  const { personal = { fields: {} }, present } = resource
  const source = settledSource(resource.source)
  if (!personal) return { ...resource, source }
  return {
    ...resource,
    source,
    list: { ...resource.list, personal },
    present: (row, ctx) => {
      const shown = present(row, ctx)
      return seesPersonalData(ctx, personal) ? shown : masked(shown, personal)
    },
  }
}

/** Its statements are put together anew for each request; what of them never changes is made one piece here. */
function settledSource<Row>(source: Source<Row>): Source<Row> {
  const { columns, summaryColumns, from } = source
  return {
    ...source,
    columns: settled(columns),
    from: settled(from),
    ...(summaryColumns && { summaryColumns: settled(summaryColumns) }),
  }
}

/** Part of a route's config: this read of the noun's records is recorded, where the noun says so. */
export const reading = (
  { kind, recordedReads }: AnyResource,
  action: RecordedRead,
): { reads?: Pick<Access, 'action' | 'kind'> } =>
  recordedReads?.includes(action) ? { reads: { action, kind } } : {}

/** The noun as people say it, without the underscores of its kind. */
export const words = ({ kind }: AnyResource) => kind.replaceAll('_', ' ')
