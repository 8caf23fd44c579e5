import type { Clock } from './clock.ts'
import type { Query } from './compile.ts'
import type { Context } from './context.ts'
import { type Pools, runQuery } from './database.ts'
import { onceFor } from './idempotency.ts'
import type { EventCatalogue } from './ledger/events.ts'
import { type Change, insertLedgerRows, type Recorded } from './ledger/ledger.ts'
import { MOST_OUTDATED, retrying } from './retrying.ts'
import { abandon, begin, causeOf, isOutdated, lend, readTx, writeTx } from './transaction.ts'

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
  /**
   * Sends a statement and does not wait: those that follow see what it did, and where it fails nothing commits and its
   * error is the answer. It spares the way there and back.
   */
  send(query: Query<unknown>): void
  /** Runs a statement that commits at once and stays, whatever becomes of this transaction: taking a number. */
  aside<Row>(query: Query<Row>): Promise<Row[]>
  /** What the catalogue of events does not know is refused: a defect. */
  record(change: Change): void
}

/** Runs in the transaction of the change it reacts to; what it throws undoes the change. */
export type Subscriber = (tx: Tx, change: Change) => Promise<void>

type Work<Made> = (tx: Tx) => Promise<Made>
type Present<Made, Shown> = (tx: ReadTx, made: Made) => Promise<Shown>

/** The one door to the database for people, sources and jobs. */
export interface Door {
  read<T>(ctx: Context, work: (tx: ReadTx) => Promise<T>): Promise<T>
  /** @param present reads what the answer shows of the work, while others react to it; still before the commit */
  write<Made, Shown = Made>(ctx: Context, work: Work<Made>, present?: Present<Made, Shown>): Promise<Shown>
  /** One statement that commits at once without waiting for the disk: the process may die after it, the machine may not. */
  aside<Row>(ctx: Context, query: Query<Row>): Promise<Row[]>
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

export function createDoor({ pools, clock, events, subscribers, onCommit }: DoorOptions): Door {
  const tenancyOf = ({ organizationId }: Context, isReadOnly: boolean) => ({
    organizationId: Number(organizationId),
    clockOffset: clock.databaseOffset() ?? '',
    isReadOnly,
  })

  async function read<T>(ctx: Context, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    const tenancy = tenancyOf(ctx, true)
    for (let left = MOST_OUTDATED; ; left--) {
      const client = await pools.main.connect()
      try {
        const lent = lend(client)
        const all: ReadTx['all'] = async (query) => (await runQuery(lent.use(), query, tenancy)).rows
        const answer = await work(readTx(ctx, all))
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
      return (await runQuery(client, query, tenancyOf(ctx, false))).rows
    } finally {
      client.release()
    }
  }

  async function write<Made, Shown>(ctx: Context, work: Work<Made>, present?: Present<Made, Shown>) {
    const shown = present ?? (async (_, made) => made as unknown as Shown)
    if (!ctx.call) return retrying(() => tryWrite(ctx, work, shown))
    // A repeat is given what was shown then, so of a call that may be repeated both are one work.
    const once = onceFor(ctx.call, async (tx) => shown(tx, await work(tx)))
    return retrying(() => tryWrite(ctx, once, async (_, made) => made))
  }

  async function tryWrite<Made, Shown>(ctx: Context, work: Work<Made>, present: Present<Made, Shown>) {
    const client = await pools.main.connect()
    const lent = lend(client)
    const begun = begin(client, tenancyOf(ctx, false))
    const changes: Recorded[] = []
    const sent: Promise<unknown>[] = []
    try {
      const tx = writeTx(lent, ctx, { changes, sent }, events, aside)
      const [made] = await Promise.all([work(tx), begun])
      const both = [present(tx, made), react(tx, changes)] as const
      sent.push(...both)
      const [shown] = await Promise.all(both)
      const recorded = changes.length > 0 ? insertLedgerRows(tx, changes) : undefined
      lent.end()
      // Sent along without waiting: where the ledger refuses, this commits nothing.
      const [{ command }] = await Promise.all([client.query('commit'), recorded, ...sent])
      // PostgreSQL answers ROLLBACK, not an error, where a statement had failed and nobody minded.
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back, though nothing was thrown')
      client.release()
      if (changes.length > 0) onCommit()
      return shown
    } catch (thrown) {
      const error = await causeOf(thrown, sent)
      lent.end()
      await abandon(client, begun, error)
      throw error
    }
  }

  /** A reaction may record further changes, to which others react. */
  async function react(tx: Tx, changes: Change[]) {
    for (const change of changes)
      for (const subscriber of subscribers.get(change.event) ?? []) await subscriber(tx, change)
  }

  return { read, write, aside }
}
