import type pg from 'pg'
import type { Context } from './context.ts'
import { type Query, runQuery } from './database.ts'
import { declarationOf, type EventCatalogue } from './ledger/events.ts'
import type { Recorded } from './ledger/ledger.ts'
import type { ReadTx, Tx } from './unit-of-work.ts'

/** The table has other columns than when this connection prepared its statement: a migration came by. */
export const isOutdated = (error: unknown) => (error as { code?: string } | undefined)?.code === '0A000'

/** Rolls back, and gives the connection back or away. */
export async function abandon(client: pg.PoolClient, begun: Promise<unknown>, cause: unknown) {
  await begun.catch(() => {})
  await client.query('rollback').then(
    () => client.release(isOutdated(cause)),
    (error) => client.release(error),
  )
}

/** A connection as long as it serves one piece of work; by what comes later, it is somebody else's already. */
export interface Lent<Client> {
  use(): Client
  end(): void
}

export function lend<Client>(client: Client): Lent<Client> {
  let isOver = false
  return {
    use() {
      if (isOver) throw new Error('the transaction has ended: what belongs to it must be awaited within it')
      return client
    },
    end() {
      isOver = true
    },
  }
}

export function readTx(ctx: Context, all: ReadTx['all']): ReadTx {
  const maybe = async <Row>(query: Query<Row>) => (await all(query))[0]
  const one = async <Row>(query: Query<Row>) => {
    const row = await maybe(query)
    if (row === undefined) throw new Error('a row that must exist is missing')
    return row
  }
  return { ctx, all, maybe, one }
}

export function writeTx(
  { use }: Lent<pg.ClientBase>,
  ctx: Context,
  changes: Recorded[],
  events: EventCatalogue,
  aside: <Row>(ctx: Context, query: Query<Row>) => Promise<Row[]>,
): Tx {
  return {
    ...readTx(ctx, async (query) => (await runQuery(use(), query)).rows),
    run: async (query) => (await runQuery(use(), query)).rowCount ?? 0,
    aside: async (query) => {
      use()
      return aside(ctx, query)
    },
    record: (change) => {
      use()
      const { version } = declarationOf(events, change.event)
      changes.push({ ...change, version })
    },
  }
}
