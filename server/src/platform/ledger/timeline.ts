import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Id, Nullable, Timestamp } from '../http/schema.ts'
import { maskDeep, seesPersonalData } from '../resource/personal.ts'
import type { AnyResource } from '../resource/resource.ts'
import type { ReadTx } from '../unit-of-work.ts'

/** One entry of a record's history, as the ledger has it. */
export const TimelineEntry = Type.Object({
  id: Id,
  at: Timestamp,
  event: Type.String(),
  event_version: Type.Integer({ description: 'Of what the event promises to say' }),
  actor: Type.Object({ kind: Type.String(), id: Nullable(Id), name: Type.String() }),
  before: Nullable(Type.Record(Type.String(), Type.Unknown())),
  after: Nullable(Type.Record(Type.String(), Type.Unknown())),
})
export type TimelineEntry = Static<typeof TimelineEntry>

const NEWEST = 500

/** The newest 500 ledger entries of one record, newest first; what they say of people is masked as in the record itself. */
export async function recordTimeline(
  tx: ReadTx,
  { kind, personal }: AnyResource,
  id: number,
): Promise<TimelineEntry[]> {
  const entries = await tx.all(sql<TimelineEntry>`select id, at, event, event_version, before, after,
      jsonb_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor
    from ledger where subject_kind = ${kind} and subject_id = ${id} order by id desc limit ${NEWEST}`)
  return seesPersonalData(tx.ctx, personal) ? entries : entries.map(withoutPersonalData)
}

const withoutPersonalData = (entry: TimelineEntry): TimelineEntry => ({
  ...entry,
  actor: maskDeep(entry.actor) as TimelineEntry['actor'],
  before: maskDeep(entry.before) as TimelineEntry['before'],
  after: maskDeep(entry.after) as TimelineEntry['after'],
})
