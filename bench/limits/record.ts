import { setTimeout as sleep } from 'node:timers/promises'
import { BATCH_ITEM, type Call, filled } from '../load/call.ts'
import { type Address, withClient } from '../postgres.ts'
import { apiOf, startProduct } from '../product.ts'
import type { Stage } from '../stage.ts'
import { type Statement, startRecorder, type Transaction } from './recorder.ts'
import { type Hole, type Replay, replayOf } from './replay.ts'

/** Makes the limit's script of a call: the product answers it once, while what it asks of the database is written down. */
export async function record(
  stage: Stage,
  call: Call,
  /** For the holes: one request to warm up with, one to write down. */
  [warm, kept]: [Record<string, number>, Record<string, number>],
  /** What else differs from run to run, found once the request has been answered. */
  findHoles: () => Promise<Hole[]> = async () => [],
): Promise<Replay> {
  const transactions = await listen(stage, call, [warm, warm, kept])
  const own = Object.entries(kept).map(([name, value]) => ({ recorded: String(value), written: `~${name}~` }))
  const types = await typesOf(
    stage.database,
    transactions.flatMap(({ statements }) => statements),
  )
  const variables = Object.fromEntries(Object.entries(call.holes).filter(([name]) => name !== BATCH_ITEM))
  return replayOf(transactions, types, { holes: [...own, ...(await findHoles())], variables })
}

async function listen({ bench, database, token }: Stage, call: Call, values: Record<string, number>[]) {
  await using stack = new AsyncDisposableStack()
  const recorder = await startRecorder(database, stack)
  const product = await startProduct('api', bench.folder, { database: recorder.address })
  stack.defer(product.stop)
  const send = apiOf(product.url, token)
  let said: Transaction[] = []
  for (const one of values) {
    const { path, body } = filled(call, one)
    await send(call.method, path, body)
    // The commit of a read is not waited for.
    await sleep(50)
    said = recorder.take()
  }
  // Who is asking is remembered for a second, and part of no single request.
  const isAboutCaller = (statement: Statement) => /\bauth\./.test(statement.text)
  const transactions = said.filter(({ statements }) => !statements.some(isAboutCaller))
  if (transactions.length === 0) throw new Error(`${call.method} ${call.path} asked nothing of the database`)
  return transactions
}

/** What PostgreSQL takes each parameter for. */
function typesOf(database: Address, statements: Statement[]): Promise<string[][]> {
  return withClient(database, async (client) => {
    await client.query('set search_path = app, public; set role app_rw')
    const found: string[][] = []
    for (const { text, values } of statements) {
      if (values.length === 0) {
        found.push([])
        continue
      }
      await client.query(`prepare recorded as ${text}`)
      const { rows } = await client.query<{ types: string[] }>(
        `select parameter_types::text[] as types from pg_prepared_statements where name = 'recorded'`,
      )
      found.push(rows[0]?.types ?? [])
      await client.query('deallocate recorded')
    }
    return found
  })
}
