import type pg from 'pg'
import type { Query } from './compile.ts'
import type { Context } from './context.ts'
import { runQuery, sendTogether } from './database.ts'
import { declarationOf, type EventCatalogue } from './ledger/events.ts'
import type { Recorded } from './ledger/ledger.ts'
import type { Tenancy } from './statement.ts'
import type { ReadTx, Tx } from './unit-of-work.ts'

/** The table has other columns than when this connection prepared its statement: a migration came by. */
export const isOutdated = (error: unknown) => (error as { code?: string } | undefined)?.code === '0A000'

/** BEGIN and tenant; they leave together with the first statement, which does not wait for them. */
export function begin(client: pg.ClientBase, { organizationId, clockOffset }: Tenancy) {
  const shift = clockOffset === '' ? '' : `, set_config('app.clock_offset', '${clockOffset}', true)`
  sendTogether(client)
  return client.query(`begin; select set_config('app.organization_id', '${organizationId}', true)${shift}`)
}

/** A statement that was sent, failed and was not waited for: all that come after it are refused with this. */
const IN_FAILED_TRANSACTION = '25P02'

/** Why a transaction failed: what was thrown, or the statement before it that nobody had waited for. */
export async function causeOf(thrown: unknown, sent: Promise<unknown>[]): Promise<unknown> {
  if (!isRefusedLater(thrown)) return thrown
  const answers = await Promise.allSettled(sent)
  const isCause = (answer: PromiseSettledResult<unknown>) =>
    answer.status === 'rejected' && !isRefusedLater(answer.reason)
  return (answers.find(isCause) as PromiseRejectedResult | undefined)?.reason ?? thrown
}

const isRefusedLater = (error: unknown) =>
  (error as { code?: string } | undefined)?.code === IN_FAILED_TRANSACTION

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
  { changes, sent }: { changes: Recorded[]; sent: Promise<unknown>[] },
  events: EventCatalogue,
  aside: <Row>(ctx: Context, query: Query<Row>) => Promise<Row[]>,
): Tx {
  return {
    ...readTx(ctx, async (query) => (await runQuery(use(), query)).rows),
    run: async (query) => (await runQuery(use(), query)).rowCount ?? 0,
    send: (query) => {
      const done = runQuery(use(), query)
      done.catch(() => {})
      sent.push(done)
    },
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
