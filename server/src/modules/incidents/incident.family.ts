import { sql } from 'kysely'
import { databaseTime } from '../../platform/database-time.ts'
import { unknownReference, unprocessable } from '../../platform/errors.ts'
import type { Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import type { IncidentStatus } from './incident.lifecycle.ts'
import { visibleIncidents, withinLimits } from './incident.permissions.ts'
import type { StoredIncident } from './incident.schema.ts'
import { placed, resuming, writeStatus } from './incident.status.ts'

// A family is one deep: a parent and its children.

/** Locks a parent that is asked for before the child is, as every step of a parent does; undefined: there is none. */
export const lockParent = async (tx: Tx, id: unknown) =>
  typeof id === 'number'
    ? tx.maybe(sql<StoredIncident>`select t.* from incidents t where t.id = ${id} and t.deleted_at is null
        and ${visibleIncidents(tx.ctx) ?? sql<boolean>`true`} for update of t`)
    : undefined

/** @param child null: about to be created */
export async function checkParent(tx: Tx, child: StoredIncident | null, parent: StoredIncident | undefined) {
  if (!parent) throw unknownReference('parent_id')
  const refusal = await whyNoParent(tx, child, parent)
  if (refusal)
    throw unprocessable(`parent_id: ${refusal}`, [
      { field: 'parent_id', code: 'not_possible', detail: refusal },
    ])
}

async function whyNoParent(tx: Tx, child: StoredIncident | null, parent: StoredIncident) {
  if (parent.id === child?.id) return 'an incident cannot be its own parent'
  if (parent.parent_id !== null) return `${parent.number} is a child itself; name its parent instead`
  if (['closed', 'cancelled'].includes(parent.status)) return `${parent.number} is ${parent.status}`
  if (child && (await hasChildren(tx, child.id)))
    return `${child.number} has children, deleted ones included, and so cannot become a child`
}

const hasChildren = async (tx: Tx, id: number) =>
  (await tx.maybe(sql`select from incidents where parent_id = ${id} limit 1`)) !== undefined

/** Carries out one step of a locked incident and takes its children along. @returns whether anything differed */
export async function moveIncident(
  tx: Tx,
  row: StoredIncident,
  status: IncidentStatus,
  values: Values,
  event: string,
  said?: Values,
  takesChildrenAlong = true,
) {
  const changed = await writeStatus(tx, row, status, values, event, said)
  if (!takesChildrenAlong || status === row.status || row.parent_id !== null) return changed
  const follow = FOLLOW[status]
  if (!follow) return changed
  const children = await lockOpenChildren(tx, row.id)
  if (children.length === 0) return changed
  const step: Step = { values, said: { parent_id: row.id }, now: await databaseTime(tx) }
  for (const child of children) await follow(tx, child, step)
  return changed
}

const SHARED_HOLDS: unknown[] = ['awaiting_change', 'awaiting_problem', 'awaiting_vendor']

/** What waits for a person waits for that one's own requester; only what waits for others concerns the whole family. */
export const waitsForOthers = ({ hold_reason }: { hold_reason?: unknown }) =>
  SHARED_HOLDS.includes(hold_reason)

/** Whoever is limited to clients moves the children of these only; those of others stay where they are. */
const lockOpenChildren = (tx: Tx, id: number) =>
  tx.all(sql<StoredIncident>`select t.* from incidents t where t.parent_id = ${id} and t.deleted_at is null
    and t.status_category in ('new', 'active', 'hold') and ${withinLimits(tx.ctx) ?? sql<boolean>`true`}
    order by t.id for update of t`)

interface Step {
  /** What the parent's step wrote. */
  values: Values
  said: Values
  now: Date
}

/** What a child does when its parent gets there. A resolved, closed or cancelled one is never moved. */
const FOLLOW: Partial<
  Record<IncidentStatus, (tx: Tx, child: StoredIncident, step: Step) => Promise<unknown>>
> = {
  in_progress: begin,
  on_hold: async (tx, child, step) => {
    const { hold_reason, hold_until = null } = step.values
    if (child.status === 'on_hold' || !waitsForOthers(step.values)) return
    await begin(tx, child, step)
    const begun = { ...child, ...placed('in_progress') }
    await writeStatus(tx, begun, 'on_hold', { hold_reason, hold_until }, 'held', step.said)
  },
  resolved: (tx, child, { values, said }) => writeStatus(tx, child, 'resolved', values, 'resolved', said),
}

async function begin(tx: Tx, child: StoredIncident, { said, now }: Step) {
  if (child.status === 'new') return writeStatus(tx, child, 'in_progress', {}, 'begun', said)
  if (child.status !== 'on_hold' || !waitsForOthers(child)) return
  return writeStatus(tx, child, 'in_progress', resuming(now), 'resumed', said)
}
