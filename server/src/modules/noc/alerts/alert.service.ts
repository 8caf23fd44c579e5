import { sql } from 'kysely'
import { databaseTime } from '../../../platform/database-time.ts'
import { badRequest, notFound, Problem, unprocessable } from '../../../platform/errors.ts'
import { difference } from '../../../platform/ledger/ledger.ts'
import { nextStatus } from '../../../platform/lifecycle/lifecycle.ts'
import { checkPointers } from '../../../platform/resource/pointers.ts'
import { lockRow, userId, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { insertAlertEvents } from './alert.happenings.ts'
import { type AlertAction, alertLifecycle } from './alert.lifecycle.ts'
import { lockAlerts } from './alert.locks.ts'
import type { StoredAlert } from './alert.row.ts'
import { alerts } from './alert.schema.ts'

/** Carries out one action of a person on one alert. @returns false when it had already taken effect */
export async function performOnAlert(tx: Tx, id: number, name: AlertAction, input: Values, ifMatch?: number) {
  return perform(tx, await lockRow<StoredAlert>(tx, alerts, id, ifMatch), name, input)
}

async function perform(tx: Tx, row: StoredAlert, name: AlertAction, input: Values) {
  const values = valuesOf(row, name, input, await databaseTime(tx), userId(tx))
  return values !== null && changeAlert(tx, row, alertLifecycle.actions[name].emits, values, said(input))
}

/** What an action writes to an alert; null when it had already taken effect. */
function valuesOf(row: StoredAlert, name: AlertAction, input: Values, now: Date, by: number | null) {
  const workflow = nextStatus(alertLifecycle, name, row, input)
  return workflow === null ? null : { ...EFFECTS[name](row, input, now, by), workflow }
}

/** Writes a change to a locked alert with its event in both histories. @returns whether anything differed */
export async function changeAlert(
  tx: Tx,
  row: StoredAlert,
  event: string,
  values: Values,
  words: Values = {},
) {
  return (await changeAlerts(tx, [{ row, values }], event, words)) > 0
}

interface AlertChange {
  row: StoredAlert
  values: Values
}

/** The same for many at once: those that change alike are one statement and one ledger row. @returns how many differed */
async function changeAlerts(tx: Tx, changes: AlertChange[], event: string, words: Values) {
  const differing = changes.flatMap(({ row, values }) => {
    const change = difference(row as unknown as Values, values)
    return change ? [{ id: row.id, values, change, alike: JSON.stringify(change) }] : []
  })
  for (const alike of Map.groupBy(differing, (item) => item.alike).values()) {
    const ids = alike.map(({ id }) => id)
    const [{ values, change }] = alike as [(typeof alike)[number]]
    await checkPointers(tx, alerts, change.after)
    const assignments = Object.keys(change.after).map(
      (name) => sql`${sql.ref(name)} = ${values[name] ?? null}`,
    )
    await tx.run(sql`update alerts set ${sql.join(assignments)}, version = version + 1, updated_at = app.now(),
      updated_by = ${userId(tx)} where id = any(${ids}::bigint[])`)
    const [first = 0] = ids
    tx.record({
      event: `alert.${event}`,
      kind: 'alert',
      id: ids.length === 1 ? first : ids,
      before: change.before,
      after: { ...change.after, ...words },
    })
  }
  await insertAlertEvents(
    tx,
    differing.map(({ id, values }) => ({ alertId: id, event, details: { ...namedAfter(values), ...words } })),
  )
  return differing.length
}

const NAMED = ['assignee_id', 'team_id', 'escalation_level', 'resolution', 'incident_id']
const namedAfter = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).filter(([field, value]) => NAMED.includes(field) && value !== undefined),
  )

const said = ({ comment, reason, notes }: Values): Values =>
  Object.fromEntries(Object.entries({ comment, reason, notes }).filter(([, words]) => words !== undefined))

type Effect = (row: StoredAlert, input: Values, now: Date, by: number | null) => Values

/** What each action writes besides the workflow. */
const EFFECTS: Record<AlertAction, Effect> = {
  // The first acknowledgement counts: time_to_ack does not move when it is taken back and given again.
  ack: (row, _, now, by) => (row.acknowledged_at ? {} : { acknowledged_at: now, acknowledged_by: by }),
  unack: () => ({}),
  assign: (row, { user_id, team_id }) => {
    if (user_id === undefined && team_id === undefined) {
      const detail = 'a person or a team is required'
      throw unprocessable(`user_id: ${detail}`, [{ field: 'user_id', code: 'required', detail }])
    }
    return { assignee_id: user_id ?? row.assignee_id, team_id: team_id ?? row.team_id }
  },
  escalate: (row, { user_id, team_id }) => ({
    escalation_level: row.escalation_level + 1,
    assignee_id: user_id ?? row.assignee_id,
    team_id: team_id ?? row.team_id,
  }),
  resolve: (row, { notes }, now, by) => resolution(row, now, by, 'person', String(notes)),
}

/** The columns of a resolution by people; the source's next repeat of the same occurrence will not undo it. */
export function resolution(
  row: StoredAlert,
  now: Date,
  by: number | null,
  how: 'person' | 'incident',
  notes: string,
) {
  return {
    workflow: 'resolved',
    resolved_at: now,
    resolved_by: by,
    resolution: how,
    resolution_notes: notes,
    resolved_while_firing: row.condition === 'firing',
  }
}

const BULK: Record<string, AlertAction> = { acknowledge: 'ack', assign: 'assign', resolve: 'resolve' }
export const BULK_ACTIONS = Object.keys(BULK)

export interface BulkResult {
  id: number
  ok: boolean
  status: string
  detail?: string
}

/** One action on many alerts, all or nothing: when one cannot, 409 with the reason for each, and nothing is applied. */
export async function performOnAlerts(
  tx: Tx,
  ids: number[],
  verb: string,
  input: Values,
): Promise<BulkResult[]> {
  const name = BULK[verb.toLowerCase()]
  if (!name) throw badRequest(`action: must be one of ${BULK_ACTIONS.join(', ')}`)
  const refused: BulkResult[] = []
  const changes: AlertChange[] = []
  const rows = new Map((await lockAlerts(tx, ids)).map((row) => [row.id, row]))
  const now = await databaseTime(tx)
  for (const id of new Set(ids)) {
    try {
      const row = rows.get(id)
      if (!row) throw notFound('alert')
      const values = valuesOf(row, name, input, now, userId(tx))
      if (values !== null) changes.push({ row, values })
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'required') throw error
      refused.push({ id, ok: false, status: error.code, detail: error.message })
    }
  }
  if (refused.length > 0) {
    const errors = refused.map(({ id, status, detail = '' }) => ({
      field: `alert_ids.${id}`,
      code: status,
      detail,
    }))
    const detail = `Nothing was done: ${refused.length} of ${ids.length} alerts cannot be changed so.`
    throw new Problem(409, 'bulk_refused', detail, { errors })
  }
  await changeAlerts(tx, changes, alertLifecycle.actions[name].emits, said(input))
  const done = await tx.all(
    sql<{ id: number; status: string }>`select id, status from alerts where id = any(${ids}::bigint[])
      order by array_position(${ids}::bigint[], id)`,
  )
  return done.map(({ id, status }) => ({ id, ok: true, status }))
}
