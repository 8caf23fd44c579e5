import { databaseTime } from '../../../platform/database-time.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { findItemsCalled } from '../../cmdb/index.ts'
import { type AlertSteps, collapse } from '../alerts/alert.collapse.ts'
import { alertEvents } from '../alerts/alert.events.ts'
import { type AlertHappening, insertAlertEvents } from '../alerts/alert.happenings.ts'
import { activeSilences, type Silencer, suppression } from '../silences/silence.matching.ts'
import type { AlertEvent } from './event.ts'
import { enterSource, hasUnknownEnd } from './ingest.locks.ts'
import { type Outcomes, outcomesOf, type TakenPlan } from './ingest.outcomes.ts'
import { type AlertPlan, planAlert } from './ingest.plan.ts'
import type { Source } from './ingest.source.ts'
import {
  countRepeats,
  insertAlerts,
  lockKnown,
  type Place,
  type PlacedPlan,
  updateAlerts,
} from './ingest.store.ts'

/**
 * Takes what bodies of one source say, in their order: decides for each alert what it means, writes all of it set-based,
 * and records one ledger row. What another batch was faster to open is decided anew, against the row that is now there.
 * @returns the outcomes of each body
 */
export async function takeBodies(tx: Tx, source: Source, bodies: AlertEvent[][]): Promise<Outcomes[]> {
  const batch = collapse(...bodies)
  if (batch.length === 0) return bodies.map(() => new Map())
  const how = (await hasUnknownEnd(tx, source.id, batch)) ? 'alone' : 'together'
  // One after the other in the database, one round trip together; only the first waits for anybody.
  const [, now, silencers, known] = await Promise.all([
    enterSource(tx, source.id, how),
    databaseTime(tx),
    activeSilences(tx, source.id),
    lockKnown(tx, source.id, keysOf(batch)),
  ])
  const taker = { tx, source, silencers, now }
  const taken: TakenPlan[] = []
  for (let rest = batch, rows = known; ; rows = await lockKnown(tx, source.id, keysOf(rest))) {
    const { plans, beaten } = await takeSteps(taker, rest, new Map(rows.map((row) => [row.dedup_key, row])))
    taken.push(...plans)
    rest = rest.filter(({ dedupKey }) => beaten.has(dedupKey))
    if (rest.length === 0) break
  }
  await recordBatch(tx, taken)
  return outcomesOf(taken, bodies.length)
}

const keysOf = (batch: AlertSteps[]) => batch.map(({ dedupKey }) => dedupKey)

interface Taker {
  tx: Tx
  source: Source
  silencers: Silencer[]
  now: Date
}

type Rows = Map<string, Parameters<typeof planAlert>[1]>

async function takeSteps({ tx, source, silencers, now }: Taker, batch: AlertSteps[], rows: Rows) {
  const plans = batch.flatMap((steps) =>
    planAlert(steps, rows.get(steps.dedupKey) ?? null, now, source.policy),
  )
  const places = await placesOf(tx, source, plans.filter(isNew))
  const placed = plans.map((plan) => ({ plan, place: places(plan), suppressedBy: suppress(plan, silencers) }))
  const { fresh = [], repeats = [], changes = [] } = Object.groupBy(placed, kindOf)
  const [ids] = await Promise.all([
    insertInTurn(tx, source.id, fresh),
    countRepeats(tx, repeats),
    updateAlerts(tx, changes),
  ])
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

const isNew = (plan: AlertPlan) => plan.row === null

const kindOf = ({ plan }: PlacedPlan) =>
  isNew(plan) ? 'fresh' : plan.isChanged || hasNewWords(plan) ? 'changes' : 'repeats'

/** A repeat may bring other words; they are written without a new version. */
const hasNewWords = ({ row, state }: AlertPlan) =>
  row?.title !== state.title || row.description !== state.description || row.annotations !== state.annotations

/** Rows that follow each other within the batch (resolved, then fired anew) go in one after the other. */
async function insertInTurn(
  tx: Tx,
  integrationId: number,
  placed: PlacedPlan[],
): Promise<Map<AlertPlan, number>> {
  const ids = new Map<AlertPlan, number>()
  for (let rest = placed; rest.length > 0; ) {
    const turn = new Map<string, PlacedPlan>()
    const later = rest.filter((item) => turn.has(item.plan.dedupKey) || !turn.set(item.plan.dedupKey, item))
    const inserted = await insertAlerts(tx, integrationId, [...turn.values()], (plan) =>
      previousId(plan, ids),
    )
    for (const { id, dedup_key } of inserted) {
      const item = turn.get(dedup_key)
      if (item) ids.set(item.plan, id)
    }
    rest = later
  }
  return ids
}

function previousId({ previous }: AlertPlan, ids: Map<AlertPlan, number>): number | null {
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
    const [first] = plan.results
    if (first?.[1] === 'repeated') plan.results.set(first[0], 'changed')
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
  const idsOf: Record<string, number[]> = {}
  const happenings: AlertHappening[] = []
  const changed = new Set<number>()
  for (const { plan, id } of taken) {
    if (plan.isChanged) changed.add(id)
    for (const event of plan.happened) {
      idsOf[event] ??= []
      idsOf[event].push(id)
      // Its creation is written with the row itself.
      if (event !== 'created') happenings.push({ alertId: id, event, details: detailsOf(plan) })
    }
  }
  await insertAlertEvents(tx, happenings)
  if (changed.size > 0) tx.record(alertEvents.ingested([...changed], idsOf))
}

const detailsOf = ({ state, row }: AlertPlan) => ({
  severity: state.severity,
  ...(row && row.severity !== state.severity ? { severity_before: row.severity } : {}),
  starts_at: state.startsAt,
  ...(state.condition === 'ok' ? { ends_at: state.endsAt, resolution: state.resolution } : {}),
})
