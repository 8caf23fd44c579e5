import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Clock } from './clock.ts'
import type { Context } from './context.ts'
import { type Pools, type Query, queryAlone, sendTogether } from './database.ts'
import { overloaded } from './errors.ts'
import { onceFor } from './idempotency.ts'
import type { EventCatalogue } from './ledger/events.ts'
import { type Change, insertLedgerRows, type Recorded } from './ledger/ledger.ts'
import { abandon, isOutdated, lend, readTx, writeTx } from './transaction.ts'

/** A read inside one tenant's transaction. */
export interface ReadTx {
  readonly ctx: Context
  all<Row>(query: Query<Row>): Promise<Row[]>
  /** The only row, or undefined. */
  maybe<Row>(query: Query<Row>): Promise<Row | undefined>
  /** The only row; its absence is a defect, not an answer. */
  one<Row>(query: Query<Row>): Promise<Row>
}

/** A write inside one tenant's transaction. What it records becomes ledger rows before the commit. */
export interface Tx extends ReadTx {
  /** Runs a statement; answers how many rows it touched. */
  run(query: Query<unknown>): Promise<number>
  /** Runs a statement that commits at once and stays, whatever becomes of this transaction: taking a number. */
  aside<Row>(query: Query<Row>): Promise<Row[]>
  /** What the catalogue of events does not know is refused: a defect. */
  record(change: Change): void
}

/** Runs in the transaction of the change it reacts to; what it throws undoes the change. */
export type Subscriber = (tx: Tx, change: Change) => Promise<void>

/** The one door to the database for people, sources and jobs. */
export interface Door {
  read<T>(ctx: Context, work: (tx: ReadTx) => Promise<T>): Promise<T>
  write<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T>
}

export interface DoorOptions {
  pools: Pools
  clock: Clock
  /** Every event there is; nothing else is recorded. */
  events: EventCatalogue
  /** In-transaction reactions, by event name. */
  subscribers: ReadonlyMap<string, Subscriber[]>
  /** Called after each commit that recorded something: the relay's nudge. */
  onCommit: () => void
}

const RETRIED = new Set(['40001', '40P01'])
const MAX_TRIES = 3
/** More connections than a pool has: each may have prepared the statement before a migration. */
const MOST_OUTDATED = 20

export function createDoor({ pools, clock, events, subscribers, onCommit }: DoorOptions): Door {
  const tenancyOf = ({ organizationId }: Context, isReadOnly: boolean) => ({
    organizationId: Number(organizationId),
    clockOffset: clock.databaseOffset() ?? '',
    isReadOnly,
  })

  /** BEGIN and tenant; they leave together with the first statement, which does not wait for them. */
  function begin(client: pg.ClientBase, ctx: Context) {
    const { organizationId, clockOffset } = tenancyOf(ctx, false)
    const shift = clockOffset === '' ? '' : `, set_config('app.clock_offset', '${clockOffset}', true)`
    sendTogether(client)
    return client.query(`begin; select set_config('app.organization_id', '${organizationId}', true)${shift}`)
  }

  async function read<T>(ctx: Context, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    const tenancy = tenancyOf(ctx, true)
    for (let left = MOST_OUTDATED; ; left--) {
      const client = await pools.main.connect()
      try {
        const lent = lend(client)
        const answer = await work(readTx(ctx, async (query) => queryAlone(lent.use(), query, tenancy)))
        lent.end()
        client.release()
        return answer
      } catch (error) {
        client.release(isOutdated(error))
        if (!isOutdated(error) || left === 0) throw error
      }
    }
  }

  async function aside<Row>(ctx: Context, query: Query<Row>) {
    const client = await pools.aside.connect()
    try {
      return await queryAlone(client, query, tenancyOf(ctx, false))
    } finally {
      client.release()
    }
  }

  async function write<T>(ctx: Context, asked: (tx: Tx) => Promise<T>): Promise<T> {
    const work = ctx.call ? onceFor(ctx.call, asked) : asked
    for (let attempt = 1, left = MOST_OUTDATED; ; ) {
      try {
        return await tryWrite(ctx, work)
      } catch (error) {
        if (isOutdated(error) && left-- > 0) continue
        if (!RETRIED.has((error as { code?: string }).code ?? '')) throw error
        if (attempt++ === MAX_TRIES)
          throw overloaded('Too many want the same records just now; try again shortly.')
        await sleep(5 * attempt * Math.random())
      }
    }
  }

  async function tryWrite<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pools.main.connect()
    const lent = lend(client)
    const begun = begin(client, ctx)
    const changes: Recorded[] = []
    try {
      const tx = writeTx(lent, ctx, changes, events, aside)
      const [answer] = await Promise.all([work(tx), begun])
      // A reaction may record further changes, to which others react.
      for (let next = 0; next < changes.length; next++) await react(tx, changes[next] as Change)
      const recorded = changes.length > 0 ? insertLedgerRows(tx, changes) : undefined
      lent.end()
      // Sent along without waiting: where the ledger refuses, this commits nothing.
      const [{ command }] = await Promise.all([client.query('commit'), recorded])
      // PostgreSQL answers ROLLBACK, not an error, where a statement had failed and nobody minded.
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back, though nothing was thrown')
      client.release()
      if (changes.length > 0) onCommit()
      return answer
    } catch (error) {
      lent.end()
      await abandon(client, begun, error)
      throw error
    }
  }

  async function react(tx: Tx, change: Change) {
    for (const subscriber of subscribers.get(change.event) ?? []) await subscriber(tx, change)
  }

  return { read, write }
}
