import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from '../check/verdict.ts'
import { openHistory } from '../history.ts'
import { startLoad } from '../load/writers.ts'
import type { Cluster } from '../stack/cluster.ts'
import { childrenOf, startStack } from '../stack/stack.ts'
import { type Part, timeUntil } from './part.ts'
import { watchReadiness } from './readiness.ts'

const LONGEST_GAP = 10_000

/** kill -9 of a backend, by turns with the postmaster. */
export const postgresFaults: Part = async ({ seed, random, cycles, folder, control, say }) => {
  await using stack = await startStack()
  const { cluster, apis } = stack
  const isAsync = control === 'async-commit'
  if (isAsync) await commitAsynchronously(cluster)
  const history = openHistory(join(folder, 'postgres.jsonl'))
  const run = `postgres${seed}`
  const urls = () => apis.map(({ url }) => url)
  const load = await startLoad({ urls, history, random, writers: 6, run })
  const readiness = watchReadiness(urls)
  const faultsAt: number[] = []
  const failures: string[] = []

  for (let cycle = 0; cycle < cycles; cycle++) {
    await sleep(random.between(1000, 2500))
    const backends = await cluster.sql<{ pid: number }>(
      `select pid from pg_stat_activity where application_name like 'watchdesk%'`,
    )
    faultsAt.push(Date.now())
    if (cycle % 2 === 0 && !isAsync) {
      history.fault('backend killed')
      cluster.killBackend(random.pick(backends).pid)
    } else {
      history.fault('postmaster killed')
      await cluster.killPostmaster(isAsync || random.next() < 0.5)
    }
    const healed = await timeUntil(LONGEST_GAP, readiness.isReady)
    if (healed === undefined) failures.push(`not ready ${LONGEST_GAP} ms after PostgreSQL was back`)
    say(`cycle ${cycle + 1} of ${cycles}`)
  }
  await sleep(2000)
  await load.stop()
  return await judge({
    ...{
      part: 'postgres',
      run,
      database: cluster,
      children: childrenOf(stack),
      history,
      load,
      faultsAt,
      longestGap: LONGEST_GAP,
      failures,
    },
    counted: { 'told not to be ready': readiness.stop(), 'answered 503': load.answers.told['503'] ?? 0 },
  })
}

/** Negative control: what is acknowledged lies in memory for up to ten seconds, which die with all of PostgreSQL. */
async function commitAsynchronously({ sql }: Cluster) {
  await sql(`alter role watchdesk set synchronous_commit = off`)
  await sql(`alter system set wal_writer_delay = '10s'`)
  await sql('select pg_reload_conf()')
  await sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'watchdesk%'`)
}
