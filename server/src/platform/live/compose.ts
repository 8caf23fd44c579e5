import { type Frame, frameOf, type GapReason } from './frames.ts'
import type { Reading, Shown } from './reader.ts'
import type { Entry } from './ring.ts'
import type { Scope } from './scope.ts'
import type { Subscription } from './subscriptions.ts'

const EVENTS_PER_FRAME = 100
/** More records of one noun than this in one batch are not told one by one. */
export const MAX_RECORDS = 2000

/** What a batch touched: by noun, by id, the fields that had another value before. */
export type Touched = ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>> | 'all'>

export function touchedBy(entries: Entry[]): Touched {
  const touched = new Map<string, Map<number, Set<string>>>()
  for (const { kind, ids, changed } of entries) {
    const ofKind = touched.get(kind) ?? new Map<number, Set<string>>()
    touched.set(kind, ofKind)
    for (const id of ids) {
      const fields = ofKind.get(id) ?? new Set()
      for (const field of changed) fields.add(field)
      ofKind.set(id, fields)
    }
  }
  return touched
}

/** What one batch means for some subscriptions of one connection. */
export interface Told {
  /** Events as JSON text, in order. */
  events: string[]
  /** Those for whom it is too much at once. */
  overflown: Subscription[]
}

/**
 * @param reading opened for this batch
 * @param isTick counters moved, nothing else: who does not see it is told nothing
 */
export async function compose(
  reading: Reading,
  subscriptions: Subscription[],
  touched: Touched,
  isTick = false,
): Promise<Told> {
  const told: Told = { events: [], overflown: [] }
  for (const [kind, records] of touched) {
    const concerned = subscriptions.filter(({ scope }) => scope.resource.kind === kind)
    const scope = concerned[0]?.scope
    if (!scope) continue
    if (records === 'all' || records.size > MAX_RECORDS) {
      told.overflown.push(...concerned)
      continue
    }
    const ids = [...records.keys()]
    const [rows, ...matching] = await Promise.all([
      reading.rows(scope, ids),
      ...concerned.map((one) => (one.filter ? reading.matching(one, ids) : undefined)),
    ])
    const names = concerned.map(({ id }) => id)
    for (const id of ids) {
      const row = rows.get(id)
      if (!row) continue
      const inside = row.isDeleted ? names : names.filter((_, index) => matching[index]?.has(id) ?? true)
      const op = row.isDeleted ? 'delete' : isTick ? 'tick' : 'upsert'
      told.events.push(...eventOf(inside, kind, op, id, row))
      // What does not fit the filter may have fitted before; a new record cannot, and a tick decides nothing.
      if (isTick || row.version === 1 || inside.length === names.length) continue
      const outside = names.filter((name) => !inside.includes(name))
      told.events.push(...eventOf(outside, kind, 'leave', id, row))
    }
    if (!isTick) told.events.push(...(await lost(reading, scope, names, records, rows)))
  }
  return told
}

/** Records that went out of the callers' sight: only their ids are told, and only if sight may have changed. */
async function lost(
  reading: Reading,
  scope: Scope,
  names: string[],
  records: ReadonlyMap<number, ReadonlySet<string>>,
  rows: ReadonlyMap<number, Shown>,
) {
  const gone = [...records].filter(([id, changed]) => !rows.has(id) && [...changed].some(scope.decides))
  if (gone.length === 0) return []
  const versions = await reading.versions(
    scope,
    gone.map(([id]) => id),
  )
  return [...versions].flatMap(([id, version]) =>
    eventOf(names, scope.resource.kind, 'leave', id, { version }),
  )
}

type Operation = 'upsert' | 'leave' | 'delete' | 'tick'

function eventOf(
  names: string[],
  kind: string,
  op: Operation,
  id: number,
  row: { version: number; json?: string },
) {
  if (names.length === 0) return []
  const content = op === 'upsert' || op === 'tick' ? `,"d":${row.json}` : ''
  return [
    `{"id":${JSON.stringify(names)},"k":"${kind}","op":"${op}","eid":${id},"ver":${row.version}${content}}`,
  ]
}

/** @param before the cursor while the batch is only partly told @param after once it all is */
export function packEvents(events: string[], before: string, after: string): Frame[] {
  const frames: Frame[] = []
  for (let from = 0; from < events.length; from += EVENTS_PER_FRAME) {
    const part = events.slice(from, from + EVENTS_PER_FRAME)
    const cursor = from + EVENTS_PER_FRAME < events.length ? before : after
    frames.push({ text: `{"t":"ev","c":"${cursor}","ev":[${part.join(',')}]}`, cursor })
  }
  return frames
}

export const gapFrame = (id: string, why: GapReason, from: string, to: string) =>
  frameOf({ t: 'gap', id, from, to, why })
