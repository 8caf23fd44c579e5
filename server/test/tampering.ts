import type pg from 'pg'
import { systemContext } from '../src/platform/context.ts'
import { runQuery } from '../src/platform/database.ts'
import { startRelay } from '../src/platform/ledger/relay.ts'
import { createLogger } from '../src/platform/log.ts'
import { readTx } from '../src/platform/transaction.ts'
import type { ReadTx } from '../src/platform/unit-of-work.ts'
import { createDatabase, eventually } from './harness.ts'

export const ORGANIZATION = 1
const OTHER = 2

/** What somebody with the superuser's rights does to the database, and where it must be found. */
export type Tampering = (sql: (text: string, values?: unknown[]) => Promise<pg.QueryResult>) => Promise<void>

/** A database with a sealed trail of this many rows, by persons and by the product, beside another organization's. */
export async function sealedTrail(rows: number) {
  const { address, inspector } = await createDatabase()
  await inspector.query(
    `insert into app.users (organization_id, username, email, display_name)
      select $1, 'user ' || n, n || '@example.org', 'User ' || n from generate_series(1, 5) n`,
    [ORGANIZATION],
  )
  await inspector.query(
    `insert into app.ledger (organization_id, at, actor_kind, actor_id, actor_name, request_id, address, event, subject_kind, subject_id, before, after)
      select o.id, app.now() + n * interval '1 second', case when n % 3 = 0 then 'system' else 'user' end,
        case when n % 3 > 0 then 1 + n % 5 end, 'Somebody', 'request ' || n, '10.0.0.1',
        case when n % 4 = 0 then 'user.updated' else 'incident.updated' end,
        case when n % 4 = 0 then 'user' else 'incident' end, 1 + n % 5,
        jsonb_build_object('email', n || '@old.example'), jsonb_build_object('email', n || '@new.example', 'n', n)
      from unnest($1::bigint[]) o (id), generate_series(1, $2::int) n`,
    [[ORGANIZATION, OTHER], rows],
  )
  const relay = startRelay(address, createLogger('silent'))
  await eventually('the seals', async () => {
    const { rows: found } = await inspector.query('select count(*)::int as n from app.ledger_seals')
    return found[0].n === 2 * rows
  })
  const heads = await relay.heads()
  await relay.stop()
  return { address, inspector, heads, close: () => inspector.end() }
}

/** Tampers, looks as the product does, and takes it back. */
export async function lookAfter<T>(pool: pg.Pool, tamper: Tampering, look: (tx: ReadTx) => Promise<T>) {
  const client = await pool.connect()
  try {
    await client.query('begin; set local search_path = app, public')
    await tamper((text, values) => client.query(text, values))
    await client.query(
      `set local role app_rw; select set_config('app.organization_id', '${ORGANIZATION}', true)`,
    )
    const ctx = systemContext(ORGANIZATION, 'test')
    return await look(readTx(ctx, async (query) => (await runQuery(client, query)).rows))
  } finally {
    await client.query('rollback')
    client.release()
  }
}
