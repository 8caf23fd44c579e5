import { type Frame, frameOf, type GapReason } from './frames.ts'
import type { Reading, Shown } from './reader.ts'
import type { Entry, Fields } from './ring.ts'
import type { Scope } from './scope.ts'
import type { Subscription } from './subscriptions.ts'

const EVENTS_PER_FRAME = 100
/** More records of one noun than this in one batch are not told one by one. */
export const MAX_RECORDS = 2000

/** What a batch touched: by noun, by id, what each change replaced, oldest first. */
export type Touched = ReadonlyMap<string, ReadonlyMap<number, readonly Fields[]> | 'all'>

export function touchedBy(entries: Entry[]): Touched {
  const touched = new Map<string, Map<number, Fields[]>>()
  for (const { kind, ids, before } of entries) {
    const ofKind = touched.get(kind) ?? new Map<number, Fields[]>()
    touched.set(kind, ofKind)
    for (const id of ids) {
      const replaced = ofKind.get(id) ?? []
      if (before) replaced.push(before)
      ofKind.set(id, replaced)
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

/** Records that went out of the callers' sight: only their ids are told, and only to those who had them in sight. */
async function lost(
  reading: Reading,
  scope: Scope,
  names: string[],
  records: ReadonlyMap<number, readonly Fields[]>,
  rows: ReadonlyMap<number, Shown>,
) {
  const former = [...records].flatMap(([id, replaced]) =>
    rows.has(id) ? [] : formerStates(replaced, scope).map((old) => ({ id, old })),
  )
  if (former.length === 0) return []
  const versions = await reading.seenBefore(scope, former)
  return [...versions].flatMap(([id, version]) =>
    eventOf(names, scope.resource.kind, 'leave', id, { version }),
  )
}

/** What decided the sight of a record at each moment of the batch, as far as it is not so any more; newest first. */
function formerStates(replaced: readonly Fields[], { decides }: Scope): Fields[] {
  const states: Fields[] = []
  let state: Fields = {}
  for (const before of replaced.toReversed()) {
    const deciding = Object.entries(before).filter(([field]) => decides(field))
    if (deciding.length === 0) continue
    state = { ...state, ...Object.fromEntries(deciding) }
    states.push(state)
  }
  return states
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
