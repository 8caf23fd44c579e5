import type { Tx } from '../../../platform/unit-of-work.ts'
import { findItemsCalled } from '../../cmdb/index.ts'
import type { AlertSteps } from '../alerts/alert.collapse.ts'
import { insertAlertEvents } from '../alerts/alert.events.ts'
import { activeSilences, type Silencer, suppression } from '../silences/silence.matching.ts'
import { enterSource, hasUnknownEnd } from './ingest.locks.ts'
import { type AlertPlan, planAlert } from './ingest.plan.ts'
import type { Source } from './ingest.source.ts'
import { insertAlerts, lockNewest, type Place, type PlacedPlan, updateAlerts } from './ingest.store.ts'

/** What became of one alert of a batch. */
export interface Outcome {
  id: number
  result: 'created' | 'changed' | 'repeated'
}

/** By identity; a key without an outcome was ignored (late, or already over). */
export type Outcomes = Map<string, Outcome>

/**
 * Takes a batch of one source: decides for each alert what it means, writes all of it set-based, and records one
 * ledger row. What another batch was faster to open is decided anew, against the row that is now there.
 */
export async function takeBatch(tx: Tx, source: Source, batch: AlertSteps[], now: Date): Promise<Outcomes> {
  const outcomes: Outcomes = new Map()
  if (batch.length === 0) return outcomes
  await enterSource(tx, source.id, (await hasUnknownEnd(tx, source.id, batch)) ? 'alone' : 'together')
  const silencers = await activeSilences(tx, source.id)
  const taken: TakenPlan[] = []
  for (let rest = batch; rest.length > 0; ) {
    const { plans, beaten } = await takeSteps(tx, source, rest, silencers, now)
    taken.push(...plans)
    rest = rest.filter(({ dedupKey }) => beaten.has(dedupKey))
  }
  for (const { plan, id } of taken) outcomes.set(plan.dedupKey, outcomeOf(plan, id))
  await recordBatch(tx, taken)
  return outcomes
}

interface TakenPlan {
  plan: AlertPlan
  id: number
}

async function takeSteps(tx: Tx, source: Source, batch: AlertSteps[], silencers: Silencer[], now: Date) {
  const keys = batch.map(({ dedupKey }) => dedupKey)
  const rows = new Map((await lockNewest(tx, source.id, keys)).map((row) => [row.dedup_key, row]))
  const plans = batch.flatMap((steps) =>
    planAlert(steps, rows.get(steps.dedupKey) ?? null, now, source.policy),
  )
  const isNew = (plan: AlertPlan) => plan.row === null
  const places = await placesOf(tx, source, plans.filter(isNew))
  const placed = plans.map((plan) => ({ plan, place: places(plan), suppressedBy: suppress(plan, silencers) }))
  await updateAlerts(
    tx,
    placed.filter(({ plan }) => !isNew(plan)),
  )
  const ids = await insertInTurn(
    tx,
    source.id,
    placed.filter(({ plan }) => isNew(plan)),
  )
  const taken = plans.flatMap((plan) => {
    const id = plan.row?.id ?? ids.get(plan)
    return id === undefined ? [] : [{ plan, id }]
  })
  const done = new Set(taken.map(({ plan }) => plan.dedupKey))
  return {
    plans: taken,
    beaten: new Set(plans.map(({ dedupKey }) => dedupKey).filter((key) => !done.has(key))),
  }
}

function outcomeOf(plan: AlertPlan, id: number): Outcome {
  if (plan.row === null) return { id, result: 'created' }
  return { id, result: plan.isChanged ? 'changed' : 'repeated' }
}

/** Rows that follow each other within the batch (resolved, then fired anew) go in one after the other. */
async function insertInTurn(
  tx: Tx,
  integrationId: number,
  placed: PlacedPlan[],
): Promise<Map<AlertPlan, number>> {
  const ids = new Map<AlertPlan, number>()
  for (let rest = placed; rest.length > 0; ) {
    const keys = new Set<string>()
    const turn = rest.filter(({ plan }) => !keys.has(plan.dedupKey) && keys.add(plan.dedupKey))
    const previous = turn.map(({ plan }) => previousId(plan.previous, ids))
    const inserted = await insertAlerts(tx, integrationId, turn, previous)
    const byKey = new Map(inserted.map((row) => [row.dedup_key, row.id]))
    for (const { plan } of turn) {
      const id = byKey.get(plan.dedupKey)
      if (id !== undefined) ids.set(plan, id)
    }
    rest = rest.filter((item) => !turn.includes(item))
  }
  return ids
}

function previousId(previous: AlertPlan['previous'], ids: Map<AlertPlan, number>): number | null {
  if (!previous) return null
  return 'dedupKey' in previous ? (ids.get(previous) ?? previous.row?.id ?? null) : previous.id
}

/** What suppresses the alert now; a difference to before is a change of its own, even where the source only repeats itself. */
function suppress(plan: AlertPlan, silencers: Silencer[]): string[] {
  const before = plan.row?.suppressed_by ?? []
  if (plan.state.workflow === 'resolved') return before
  const { reasons, event } = suppression(before, plan.state.labels, silencers)
  if (event) {
    plan.isChanged = true
    plan.happened.push(event)
  }
  return reasons
}

async function placesOf(tx: Tx, source: Source, plans: AlertPlan[]): Promise<(plan: AlertPlan) => Place> {
  const callOf = ({ event }: AlertPlan) => event.ciRef?.value.toLowerCase() ?? ''
  const items = await findItemsCalled(tx, [...new Set(plans.map(callOf))].filter(Boolean))
  const byCall = new Map(items.map((item) => [item.called.toLowerCase(), item]))
  return (plan) => {
    const item = byCall.get(callOf(plan))
    return {
      configuration_item_id: item?.id ?? null,
      client_id: item?.client_id ?? source.clientId,
      site_id: item?.site_id ?? source.siteId,
    }
  }
}

async function recordBatch(tx: Tx, taken: TakenPlan[]) {
  const happened = taken.flatMap(({ plan, id }) =>
    plan.happened.map((event) => ({ alertId: id, event, details: detailsOf(plan) })),
  )
  await insertAlertEvents(tx, happened)
  const changed = taken.filter(({ plan }) => plan.isChanged)
  if (changed.length === 0) return
  const byEvent = [...Map.groupBy(happened, ({ event }) => event)]
  tx.record({
    event: 'alert.ingested',
    kind: 'alert',
    id: [...new Set(changed.map(({ id }) => id))],
    after: Object.fromEntries(byEvent.map(([event, items]) => [event, items.map(({ alertId }) => alertId)])),
  })
}

const detailsOf = ({ state, row }: AlertPlan) => ({
  severity: state.severity,
  ...(row && row.severity !== state.severity ? { severity_before: row.severity } : {}),
  starts_at: state.startsAt,
  ...(state.condition === 'ok' ? { ends_at: state.endsAt, resolution: state.resolution } : {}),
})
