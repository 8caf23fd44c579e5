import type { AlertSummary } from '../../lib/api/types.ts'
import type { LiveEvent } from '../../lib/live/frames.ts'
import { compareBy } from './alert-order.ts'
import { type AlertQuery, belongs, DEFAULT_ORDERING } from './alert-query.ts'

/** A live event, or what an action of our own did. */
export type AlertChange = Pick<LiveEvent, 'op' | 'eid' | 'ver' | 'd'>

export interface Applied {
  /** The very same array when nothing changed. */
  rows: readonly AlertSummary[]
  arrived: AlertSummary[]
  /** As last heard of. */
  left: AlertSummary[]
  /** Something may belong to the list that only the server can tell. */
  isUncertain: boolean
}

/** A record as its newest change says, in the form of an event. */
export const changeTo = (alert: AlertSummary): AlertChange => ({
  op: 'upsert',
  eid: alert.id,
  ver: alert.version,
  d: { ...alert },
})

/**
 * A list after a batch of changes: known rows in place unless their order changed, new ones where the ordering puts them.
 * @param hasMore the list goes on at the server: what sorts behind the last row will come from there
 */
export function applyChanges(
  rows: readonly AlertSummary[],
  changes: readonly AlertChange[],
  query: AlertQuery,
  hasMore: boolean,
): Applied {
  const compare = compareBy(query.ordering ?? DEFAULT_ORDERING)
  const known = new Map(rows.map((row) => [row.id, row]))
  const now = new Map(known)
  const left = new Map<number, AlertSummary>()
  let isUncertain = false
  for (const { op, eid, ver, d } of changes) {
    const old = now.get(eid)
    if (op === 'tick' && !old) continue
    if (old && ver < old.version) continue
    const alert = { ...old, ...d } as AlertSummary
    const fits = op === 'tick' || (op === 'upsert' && belongs(alert, query))
    if (fits === undefined && !old) isUncertain = true
    else if (fits === false) {
      if (now.delete(eid)) left.set(eid, alert)
    } else now.set(eid, alert)
  }
  if (now.size === known.size && rows.every((row) => now.get(row.id) === row))
    return { rows, arrived: [], left: [], isUncertain }

  const arrived = [...now.values()].filter(({ id }) => !known.has(id))
  const isMoved = (row: AlertSummary) => compare(row, now.get(row.id) ?? row) !== 0
  const steady = rows.filter((row) => now.has(row.id) && !isMoved(row)).map((row) => now.get(row.id) ?? row)
  const moved = rows.filter((row) => now.has(row.id) && isMoved(row)).map((row) => now.get(row.id) ?? row)
  return {
    rows: merged(steady, [...moved, ...arrived].sort(compare), compare, hasMore),
    arrived,
    left: [...left.values()].filter(({ id }) => !now.has(id)),
    isUncertain,
  }
}

function merged(
  steady: readonly AlertSummary[],
  added: readonly AlertSummary[],
  compare: (a: AlertSummary, b: AlertSummary) => number,
  hasMore: boolean,
): AlertSummary[] {
  const all: AlertSummary[] = []
  let next = 0
  for (const row of steady) {
    for (let candidate = added[next]; candidate && compare(candidate, row) < 0; candidate = added[++next])
      all.push(candidate)
    all.push(row)
  }
  return hasMore ? all : all.concat(added.slice(next))
}
