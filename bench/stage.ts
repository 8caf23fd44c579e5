import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import type { Options } from './options.ts'
import { type Address, type Cluster, createDatabase, query, withClient } from './postgres.ts'
import type { Tools } from './prerequisites.ts'
import { apiOf, type Product, signIn, startProduct } from './product.ts'

/** An alert source with its key. */
export interface SourceKey {
  id: number
  key: string
}

/** What the run has made before the first scenario. */
export interface Bench {
  options: Options
  tools: Tools
  cluster: Cluster
  /** Empties at the end of the run, or at Ctrl-C. */
  stack: AsyncDisposableStack
  folder: string
  template: Address
  organizationId: number
  adminId: number
  say(line: string): void
}

/** One scenario's own database and product. */
export interface Stage {
  bench: Bench
  stack: AsyncDisposableStack
  database: Address
  api: Product
  worker: Product
  token: string
  send: ReturnType<typeof apiOf>
  /** As the tables' owner, within the tenant. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
}

export async function prepareBench(
  base: Pick<Bench, 'options' | 'tools' | 'cluster' | 'stack' | 'say'>,
): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'watchdesk-bench-log-'))
  base.stack.defer(() => rm(folder, { recursive: true, force: true }))
  const template = await createDatabase(base.cluster, base.stack)
  const product = await startProduct('start', folder, { database: template })
  await product.stop()
  const [admin] = await query<{ organization_id: string; user_id: string }>(
    template,
    'select organization_id, user_id from auth.credentials',
  )
  const organizationId = Number(admin?.organization_id)
  const seed = await readFile(new URL('seed.sql', import.meta.url), 'utf8')
  await withClient(template, async (client) => {
    await client.query(`set app.organization_id = '${organizationId}'`)
    await client.query(seed)
    await client.query('vacuum analyze')
  })
  return { ...base, folder, template, organizationId, adminId: Number(admin?.user_id) }
}

/** Runs a scenario on a fresh copy of the seeded database with a product of its own. */
export async function onStage<T>(bench: Bench, play: (stage: Stage) => Promise<T>): Promise<T> {
  await using stack = new AsyncDisposableStack()
  bench.stack.defer(() => stack.disposeAsync())
  const database = await createDatabase(bench.cluster, stack, bench.template)
  const start = async (command: 'api' | 'worker') => {
    const product = await startProduct(command, bench.folder, { database }, profiling(command))
    stack.defer(product.stop)
    return product
  }
  const [api, worker] = [await start('api'), await start('worker')]
  const token = await signIn(api.url)
  const sql: Stage['sql'] = (text, values) =>
    withClient(database, async (client) => {
      await client.query(`set app.organization_id = '${bench.organizationId}'; set search_path = app, public`)
      return (await client.query(text, values)).rows
    })
  return await play({ bench, stack, database, api, worker, token, sql, send: apiOf(api.url, token) })
}

/** WATCHDESK_BENCH_PROFILE=<folder> leaves a processor profile of each API there. */
const profiling = (command: string) => {
  const folder = process.env.WATCHDESK_BENCH_PROFILE
  return folder && command === 'api' ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
}

export function newSource({ send }: Stage, name: string): Promise<SourceKey> {
  return send('POST', '/api/noc/integrations/', { name, kind: 'alertmanager' })
}

/**
 * Stops the product while a limit is measured: its relay takes no processor from it. What the limit wrote to the
 * ledger is left out of the stream, or the next run would pay for sealing it.
 */
export async function withoutProduct<T>(
  { api, worker, database }: Stage,
  measure: () => Promise<T>,
): Promise<T> {
  for (const product of [api, worker]) product.freeze()
  try {
    return await measure()
  } finally {
    await query(
      database,
      `set role app_relay; update app.stream_state s set last_xid = l.xid, last_id = l.id
        from (select xid, id from app.ledger order by xid desc, id desc limit 1) l where l.xid >= s.last_xid`,
    )
    for (const product of [api, worker]) product.thaw()
  }
}

/** Until the relay has sealed what was written: one run's rest is not the next one's load. */
export async function untilSealed({ database }: Stage) {
  const end = performance.now() + 30_000
  const left = `set role app_relay; select exists (select from app.ledger
    where (xid, id) > (select last_xid, last_id from app.stream_state)) as is_behind`
  while (performance.now() < end) {
    const behind = await withClient(database, async (client) => {
      const answers = (await client.query(left)) as unknown as { rows: { is_behind: boolean }[] }[]
      return answers[1]?.rows[0]?.is_behind
    })
    if (!behind) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
