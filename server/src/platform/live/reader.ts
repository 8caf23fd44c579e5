import { build } from 'fast-json-stringify'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { overloaded } from '../errors.ts'
import { createGate } from '../gate.ts'
import { type ListQuery, listRows, type Source } from '../list/list.ts'
import type { Pacer } from '../pacer.ts'
import type { AnyResource, Stamped } from '../resource/resource.ts'
import type { Door, ReadTx } from '../unit-of-work.ts'
import { type Former, formerlyVisible, type Scope, visibleRows } from './scope.ts'
import type { Subscription } from './subscriptions.ts'

// Live work may not take all connections of the pool from those who wait for an answer, nor those who come back
// and want their lists anew (a crowd, after a restart) hold up those who are there.
const READS_AT_ONCE = 6
const SNAPSHOTS = { atOnce: 4, waiting: 500 }

/** A record as it now is, in its light representation. */
export interface Shown {
  version: number
  isDeleted: boolean
  json: string
}

/** Reads about one set of touched records, each done once, however many callers share its answer. */
export interface Reading {
  /** Those that the callers of this scope may see. */
  rows(scope: Scope, ids: number[]): Promise<Map<number, Shown>>
  /** Those that fit the subscription's filter. */
  matching(subscription: Subscription, ids: number[]): Promise<Set<number>>
  /** Versions alone, of the records that these callers saw when the fields were as given. */
  seenBefore(scope: Scope, former: Former[]): Promise<Map<number, number>>
}

export interface Reader {
  /** For one set of records; the ids of a noun must be the same in all its calls. */
  open(): Reading
  /** The first rows of a list, serialized. */
  snapshot(subscription: Subscription, query: ListQuery): Promise<{ items: string[]; more: boolean }>
}

export function createReader(door: Door, pacer: Pacer): Reader {
  const inTurn = createGate({ atOnce: READS_AT_ONCE })
  const snapshotInTurn = createGate({
    ...SNAPSHOTS,
    refusal: () => overloaded('Too many ask for lists just now.'),
  })
  const serializers = new Map<AnyResource, (record: object) => string>()
  const read = <T>({ ctx }: Scope, work: (tx: ReadTx) => Promise<T>, inLine = inTurn) =>
    inLine(() => door.read(ctx, work))

  function serialize({ resource, ctx }: { resource: AnyResource; ctx: Context }, row: Stamped): string {
    const serializer = serializers.get(resource) ?? build((resource.summary ?? resource.record) as object)
    serializers.set(resource, serializer)
    return serializer(resource.present(row, ctx) as object)
  }

  const list = (
    { scope, filter }: Subscription,
    source: Source<Stamped>,
    query: ListQuery,
    inLine = inTurn,
  ) =>
    read(
      scope,
      (tx) => listRows(tx, scope.resource.list, source, { ...filter, cursor: '', ...query }, ''),
      inLine,
    )

  async function rows(scope: Scope, ids: number[]) {
    const query = visibleRows<Stamped>(scope, ids, scope.resource.source.columns)
    const found = await read(scope, (tx) => tx.all(query))
    const shown = new Map<number, Shown>()
    await pacer.each(found, (row) => {
      const isDeleted = row.deleted_at !== null
      shown.set(row.id, { version: row.version, isDeleted, json: isDeleted ? '' : serialize(scope, row) })
    })
    return shown
  }

  async function matching(subscription: Subscription, ids: number[]) {
    const { source } = subscription.scope.resource
    const among = {
      columns: sql<Stamped>`t.id`,
      from: source.from,
      visible: () => sql<boolean>`t.id = any(${ids}::bigint[])`,
    }
    const { results } = await list(subscription, among, { page_size: ids.length })
    return new Set(results.map(({ id }) => id))
  }

  async function seenBefore(scope: Scope, former: Former[]) {
    const query = formerlyVisible(scope, former)
    const found = await read(scope, (tx) => tx.all(query))
    return new Map(found.map(({ id, version }) => [id, version]))
  }

  async function snapshot(subscription: Subscription, query: ListQuery) {
    const { scope } = subscription
    const { results, next } = await list(subscription, scope.resource.source, query, snapshotInTurn)
    const items: string[] = []
    await pacer.each(results, (row) => items.push(serialize(scope, row)))
    return { items, more: next !== null }
  }

  function open(): Reading {
    const known = new Map<string, Promise<never>>()
    const once = <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const answer: Promise<T> = known.get(key) ?? work()
      known.set(key, answer as Promise<never>)
      // What failed is read anew by the next one who asks.
      answer.catch(() => known.delete(key))
      return answer
    }
    return {
      rows: (scope, ids) => once(scope.key, () => rows(scope, ids)),
      seenBefore: (scope, former) => once(`${scope.key} before`, () => seenBefore(scope, former)),
      matching: (subscription, ids) =>
        once(`${subscription.scope.key} ${subscription.filterKey}`, () => matching(subscription, ids)),
    }
  }

  return { open, snapshot }
}

const REMEMBERED = 16

/** Readings by the stretch of the stream that they are about, so that a crowd that lags or comes back shares them. */
export function rememberReadings({ open }: Pick<Reader, 'open'>) {
  const recent = new Map<string, Reading>()
  /** @param to null for a reading of one's own */
  return (from: number, to: number | null): Reading => {
    if (to === null) return open()
    const key = `${from} ${to}`
    const reading = recent.get(key) ?? open()
    recent.set(key, reading)
    if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value as string)
    return reading
  }
}
