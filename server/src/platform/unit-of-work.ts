import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Clock } from './clock.ts'
import type { Context } from './context.ts'
import { type Query, runQuery } from './database.ts'
import { overloaded } from './errors.ts'
import { type Change, insertLedgerRows } from './ledger/ledger.ts'

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
  pool: pg.Pool
  clock: Clock
  /** In-transaction reactions, by event name. */
  subscribers: ReadonlyMap<string, Subscriber[]>
  /** Called after each commit that recorded something: the relay's nudge. */
  onCommit: () => void
}

const RETRIED = new Set(['40001', '40P01'])
const MAX_TRIES = 3

export function createDoor({ pool, clock, subscribers, onCommit }: DoorOptions): Door {
  /** Role, tenant and BEGIN in one round trip; the first statement follows without waiting for it. */
  function begin(client: pg.ClientBase, ctx: Context, mode: '' | ' read only') {
    const offset = clock.databaseOffset()
    const shift = offset === null ? '' : `, set_config('app.clock_offset', '${offset}', true)`
    return client.query(
      `begin${mode}; select set_config('role', 'app_rw', true), ` +
        `set_config('app.organization_id', '${Number(ctx.organizationId)}', true)${shift}`,
    )
  }

  async function read<T>(ctx: Context, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const begun = begin(client, ctx, ' read only')
    try {
      const answer = await Promise.all([work(readTx(client, ctx)), begun]).then(([result]) => result)
      // The answer is known; the commit of a read need not be waited for.
      client.query('commit').then(
        () => client.release(),
        (error) => client.release(error),
      )
      return answer
    } catch (error) {
      await abandon(client, begun)
      throw error
    }
  }

  async function write<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await tryWrite(ctx, work)
      } catch (error) {
        if (!RETRIED.has((error as { code?: string }).code ?? '')) throw error
        if (attempt === MAX_TRIES)
          throw overloaded('Too many want the same records just now; try again shortly.')
        await sleep(5 * attempt * Math.random())
      }
    }
  }

  async function tryWrite<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const begun = begin(client, ctx, '')
    const changes: Change[] = []
    try {
      const tx = writeTx(client, ctx, changes)
      const [answer] = await Promise.all([work(tx), begun])
      // A reaction may record further changes, to which others react.
      for (let next = 0; next < changes.length; next++) await react(tx, changes[next] as Change)
      if (changes.length > 0) await insertLedgerRows(tx, changes)
      const { command } = await client.query('commit')
      // PostgreSQL answers ROLLBACK, not an error, where a statement had failed and nobody minded.
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back, though nothing was thrown')
      client.release()
      if (changes.length > 0) onCommit()
      return answer
    } catch (error) {
      await abandon(client, begun)
      throw error
    }
  }

  async function react(tx: Tx, change: Change) {
    for (const subscriber of subscribers.get(change.event) ?? []) await subscriber(tx, change)
  }

  return { read, write }
}

async function abandon(client: pg.PoolClient, begun: Promise<unknown>) {
  await begun.catch(() => {})
  await client.query('rollback').then(
    () => client.release(),
    (error) => client.release(error),
  )
}

function readTx(client: pg.ClientBase, ctx: Context): ReadTx {
  const all = async <Row>(query: Query<Row>) => (await runQuery<Row>(client, query)).rows
  const maybe = async <Row>(query: Query<Row>) => (await all(query))[0]
  const one = async <Row>(query: Query<Row>) => {
    const row = await maybe(query)
    if (row === undefined) throw new Error('a row that must exist is missing')
    return row
  }
  return { ctx, all, maybe, one }
}

function writeTx(client: pg.ClientBase, ctx: Context, changes: Change[]): Tx {
  return {
    ...readTx(client, ctx),
    run: async (query) => (await runQuery(client, query)).rowCount ?? 0,
    record: (change) => void changes.push(change),
  }
}
