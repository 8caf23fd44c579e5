import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { databaseTime } from '../../platform/database-time.ts'
import type { JobTools } from '../../platform/module.ts'
import { forEachTenant } from '../../platform/tenants.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { moveIncident, waitsForOthers } from './incident.family.ts'
import type { StoredIncident } from './incident.schema.ts'
import { resuming } from './incident.status.ts'
import { readSettings } from './settings/incident-settings.service.ts'

const BATCH = 200

/** Every minute: holds end whose time has come, resolved incidents close that nobody came back to. */
export const sweepIncidents = ({ door }: JobTools) =>
  forEachTenant(door, async (ctx) => {
    while ((await door.write(ctx, resumeDue)) === BATCH);
    while ((await door.write(ctx, closeDue)) === BATCH);
  })

/** @returns how many it was, at most a batch */
async function resumeDue(tx: Tx): Promise<number> {
  const isDue = sql<SqlBool>`t.status_category = 'hold' and t.hold_until <= (select app.now())`
  const rows = await lockDue(tx, isDue, 'hold_until')
  const now = await databaseTime(tx)
  const said = { cause: 'hold_until_passed' }
  // A child whose parent is among them is taken along by it.
  const isTakenAlong = (row: StoredIncident) =>
    waitsForOthers(row) && rows.some(({ id }) => id === row.parent_id)
  for (const row of rows.filter((row) => !isTakenAlong(row)))
    await moveIncident(tx, row, 'in_progress', resuming(now), 'resumed', said)
  return rows.length
}

/** A major incident ends with a review, and so by a person. */
async function closeDue(tx: Tx): Promise<number> {
  const { auto_close_days } = await readSettings(tx)
  if (auto_close_days === 0) return 0
  const isDue = sql<SqlBool>`t.status_category = 'resolved' and t.major_state is distinct from 'accepted'
    and t.resolved_at <= (select app.now() - make_interval(days => ${auto_close_days}))`
  const rows = await lockDue(tx, isDue, 'resolved_at')
  const closed_at = await databaseTime(tx)
  const said = { cause: 'not_reopened', auto_close_days }
  for (const row of rows)
    await moveIncident(tx, row, 'closed', { closed_at, closed_by: null }, 'closed', said)
  return rows.length
}

/**
 * What somebody is just working on is passed by: the next minute comes. The time is a subquery in what is due, since below
 * row-level security a bare app.now() would keep the comparison out of the index.
 */
const lockDue = (tx: Tx, isDue: RawBuilder<SqlBool>, since: 'hold_until' | 'resolved_at') =>
  tx.all(sql<StoredIncident>`select t.* from incidents t where ${isDue} and t.deleted_at is null
    order by ${sql.ref(`t.${since}`)} limit ${BATCH} for update of t skip locked`)
