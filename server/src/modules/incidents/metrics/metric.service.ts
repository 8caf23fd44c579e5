import { sql } from 'kysely'
import type { Change } from '../../../platform/ledger/ledger.ts'
import { userId } from '../../../platform/resource/rows.ts'
import type { Subscriber, Tx } from '../../../platform/unit-of-work.ts'
import { incidentLifecycle } from '../incident.lifecycle.ts'
import {
  beginning,
  type Entry,
  FORMULA_VERSION,
  type Measured,
  type Measures,
  measure,
} from './metric.formula.ts'

type Measurable = Measured & { now: Date }
/** As the ledger's history is when it comes as one value. */
type Told = Omit<Entry, 'at'> & { at: string }
type Standing = Measurable &
  (({ formula_version: number; history: null } & Measures) | { formula_version: null; history: Told[] })

/** Writes the measures that follow from one change, in its own transaction; the incident's lock keeps the order. */
const measureIncident: Subscriber = async (tx, change) => {
  for (const id of [change.id].flat()) {
    const standing = await tx.one(standingOf(id))
    const old = standing.history ? measureAnew(standing.history, standing) : standing
    keep(tx, id, measure(old, entryOf(tx, change, standing.now), standing))
  }
}

/** The measures as they are; where there are none by this formula the history comes along, without the changes of this transaction. */
const standingOf = (id: number) =>
  sql<Standing>`select m.*, i.created_at as started_at, i.requester_id, i.channel, app.now() as now,
      case when m.formula_version is distinct from ${sql.lit(FORMULA_VERSION)} then (
        select coalesce(jsonb_agg(jsonb_build_object('event', event, 'at', at, 'before', before, 'after', after,
          'actor_id', case when actor_kind = 'user' then actor_id end) order by id), '[]')
        from ledger where subject_kind = 'incident' and subject_id = i.id) end as history
    from incidents i left join incident_metrics m on m.organization_id = i.organization_id and m.incident_id = i.id
    where i.id = ${id}`

const measureAnew = (history: Told[], incident: Measurable): Measures =>
  history
    .filter(({ event }) => MEASURED.has(event))
    .map((told) => ({ ...told, at: new Date(told.at) }))
    .reduce((measures, entry) => measure(measures, entry, incident), beginning(incident))

function entryOf(tx: Tx, { event, before = null, after = null }: Change, at: Date): Entry {
  return { event, at, actor_id: userId(tx), before, after }
}

function keep(tx: Tx, incidentId: number, measures: Measures) {
  const { hold_s, ...plain } = measures
  const values = {
    started_at: plain.started_at,
    ended_at: plain.ended_at,
    ack_s: plain.ack_s,
    assign_s: plain.assign_s,
    first_response_s: plain.first_response_s,
    wall_resolve_s: plain.wall_resolve_s,
    hold_s: JSON.stringify(hold_s),
    hold_reason: plain.hold_reason,
    hold_since: plain.hold_since,
    touches: plain.touches,
    agent_ids: plain.agent_ids,
    team_ids: plain.team_ids,
    escalated: plain.escalated,
    reopened: plain.reopened,
    fcr: plain.fcr,
    formula_version: FORMULA_VERSION,
  }
  const names = Object.keys(values).map((name) => sql.ref(name))
  const renewed = names.map((name) => sql`${name} = excluded.${name}`)
  tx.send(sql`insert into incident_metrics (organization_id, incident_id, ${sql.join(names)})
    values (${tx.ctx.organizationId}, ${incidentId}, ${sql.join(Object.values(values))})
    on conflict (organization_id, incident_id) do update set ${sql.join(renewed)},
      computed_at = app.now(), updated_at = app.now(), version = incident_metrics.version + 1`)
}

// Creation is measured with the first thing that happens after it: its entry is in the ledger by then.
const events = [
  ...Object.values(incidentLifecycle.actions).map(({ emits }) => emits),
  'updated',
  'commented',
  'begun',
]
const MEASURED = new Set(['created', ...events].map((name) => `incident.${name}`))

export const metricSubscribers: Readonly<Record<string, Subscriber>> = Object.fromEntries(
  events.map((name) => [`incident.${name}`, measureIncident]),
)
