import { sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { findItemsCalled } from '../../cmdb/index.ts'
import { collapse } from '../alerts/alert.collapse.ts'
import { insertAlertEvents } from '../alerts/alert.events.ts'
import type { StoredAlert } from '../alerts/alert.row.ts'
import { activeSilences, type Silencer } from '../silences/silence.matching.ts'
import type { AlertEvent } from './event.ts'
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
 * ledger row for the batch. Order of locks is the order of keys, so concurrent batches cannot deadlock.
 */
export async function takeBatch(tx: Tx, source: Source, events: AlertEvent[], now: Date): Promise<Outcomes> {
  const batch = collapse(events)
  if (batch.length === 0) return new Map()
  const [stored, silencers] = await Promise.all([
    lockNewest(
      tx,
      source.id,
      batch.map(({ dedupKey }) => dedupKey),
    ),
    activeSilences(tx, source.id),
  ])
  const rows = new Map(stored.map((row) => [row.dedup_key, row]))
  const plans = batch.flatMap((steps) =>
    planAlert(steps, rows.get(steps.dedupKey) ?? null, now, source.policy),
  )
  const places = await placesOf(
    tx,
    source,
    plans.filter((plan) => !plan.row),
  )
  const placed = plans.map((plan) => ({
    plan,
    place: places(plan),
    suppressedBy: suppressionOf(plan, silencers),
  }))

  await updateAlerts(
    tx,
    placed.filter(({ plan }) => plan.row),
  )
  const ids = await insertInTurn(
    tx,
    source.id,
    placed.filter(({ plan }) => !plan.row),
  )
  const outcomes: Outcomes = new Map()
  for (const plan of plans) outcomes.set(plan.dedupKey, outcomeOf(plan, ids))
  await recordBatch(tx, plans, ids)
  return outcomes
}

type Ids = Map<AlertPlan, { id: number; isNew: boolean }>

const idOf = (plan: AlertPlan, ids: Ids) => plan.row?.id ?? ids.get(plan)?.id ?? 0

function outcomeOf(plan: AlertPlan, ids: Ids): Outcome {
  const id = idOf(plan, ids)
  if (plan.row) return { id, result: plan.isChanged ? 'changed' : 'repeated' }
  return { id, result: ids.get(plan)?.isNew ? 'created' : 'repeated' }
}

/** Rows that follow each other within the batch (resolved, then fired anew) go in one after the other. */
async function insertInTurn(tx: Tx, integrationId: number, placed: PlacedPlan[]): Promise<Ids> {
  const ids: Ids = new Map()
  for (let rest = placed; rest.length > 0; ) {
    const keys = new Set<string>()
    const isFirst = ({ plan }: PlacedPlan) => !keys.has(plan.dedupKey) && keys.add(plan.dedupKey)
    const turn = rest.filter(isFirst)
    const previous = turn.map(({ plan }) => previousId(plan.previous, ids))
    const inserted = await insertAlerts(tx, integrationId, turn, previous)
    const byKey = new Map(inserted.map((row) => [row.dedup_key, row]))
    for (const { plan } of turn) {
      const row = byKey.get(plan.dedupKey)
      if (row) ids.set(plan, { id: row.id, isNew: row.is_new })
    }
    rest = rest.filter((item) => !turn.includes(item))
  }
  return ids
}

function previousId(previous: AlertPlan['previous'], ids: Ids): number | null {
  if (!previous) return null
  return 'dedupKey' in previous ? idOf(previous, ids) : (previous as StoredAlert).id
}

function suppressionOf({ row, state }: AlertPlan, silencers: Silencer[]): string[] {
  const others = (row?.suppressed_by ?? []).filter((reason) => !reason.startsWith('silence:'))
  return [...others, ...silencers.filter(({ matches }) => matches(state.labels)).map(({ reason }) => reason)]
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

async function recordBatch(tx: Tx, plans: AlertPlan[], ids: Ids) {
  const noted = plans.filter((plan) => plan.happened.length > 0 && (plan.row || ids.get(plan)?.isNew))
  await insertAlertEvents(
    tx,
    noted.flatMap((plan) =>
      plan.happened.map((event) => ({ alertId: idOf(plan, ids), event, details: detailsOf(plan) })),
    ),
  )
  const changed = plans.filter((plan) => plan.isChanged)
  if (changed.length === 0) return
  const byEvent = Map.groupBy(
    noted.flatMap((plan) => plan.happened.map((event) => ({ event, id: idOf(plan, ids) }))),
    (item) => item.event,
  )
  tx.record({
    event: 'alert.ingested',
    kind: 'alert',
    id: [...new Set(changed.map((plan) => idOf(plan, ids)))],
    after: Object.fromEntries([...byEvent].map(([event, items]) => [event, items.map((item) => item.id)])),
  })
}

const detailsOf = ({ state, row }: AlertPlan) => ({
  severity: state.severity,
  ...(row && row.severity !== state.severity ? { severity_before: row.severity } : {}),
  starts_at: state.startsAt,
  ...(state.condition === 'ok' ? { ends_at: state.endsAt, resolution: state.resolution } : {}),
})

export const ingestTime = async (tx: Tx) => (await tx.one(sql<{ now: Date }>`select app.now() as now`)).now
