import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'
import { maskDeep, seesPersonalData } from '../../../platform/resource/personal.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'

/** One thing that happened to one alert. A repeat is none. */
export interface AlertHappening {
  alertId: number
  /** Past tense: created, acknowledged, severity_raised, … */
  event: string
  details?: Record<string, unknown>
}

/** Writes a batch of happenings in one statement, in the order given. */
export async function insertAlertEvents(tx: Tx, happenings: AlertHappening[]) {
  if (happenings.length === 0) return
  const { organizationId, actor } = tx.ctx
  const rows = happenings.map(({ alertId, event, details = {} }) => ({ alert_id: alertId, event, details }))
  await tx.run(sql`
    insert into alert_events (organization_id, alert_id, at, event, actor_kind, actor_id, actor_name, details)
    select ${organizationId}, alert_id, app.now(), event, ${actor.kind}, ${actor.id}, ${actor.name}, details
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(alert_id bigint, event text, details jsonb)`)
}

export const AlertTimelineEntry = Type.Object({
  id: Id,
  at: Timestamp,
  event: Type.String(),
  actor: Type.Object({ kind: Type.String(), id: Nullable(Id), name: Type.String() }),
  details: Type.Record(Type.String(), Type.Unknown()),
})

const NEWEST = 500

/** The newest 500 happenings of an alert, newest first. */
export async function alertTimeline(
  tx: ReadTx,
  alertId: number,
): Promise<Static<typeof AlertTimelineEntry>[]> {
  const entries = await tx.all(sql<Static<typeof AlertTimelineEntry>>`select id, at, event, details,
      jsonb_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor
    from alert_events where alert_id = ${alertId} order by id desc limit ${NEWEST}`)
  return seesPersonalData(tx.ctx) ? entries : (maskDeep(entries) as typeof entries)
}
