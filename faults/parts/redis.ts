import { join } from 'node:path'
import { differences, type ModelRow } from '../../server/test/live-model.ts'
import { startRedis, type TestRedis } from '../../server/test/redis.ts'
import { judge } from '../check/verdict.ts'
import { openHistory } from '../history.ts'
import { startReaders } from '../load/readers.ts'
import { signIn } from '../load/session.ts'
import { startLoad } from '../load/writers.ts'
import { NOTHING, type PartReport } from '../report.ts'
import { childrenOf, startStack } from '../stack/stack.ts'
import { watchCrossing } from './crossing.ts'
import { type Part, type PartOptions, timeUntil } from './part.ts'

const MOST_SECONDS = 30
const BESIDE_MS = 3000
const SETTLE_MS = 15_000

/** Two API processes and a worker on one PostgreSQL and one Redis, which is killed and stays away: nobody may notice. */
export const redisFaults: Part = async (options) => {
  const redis = await startRedis()
  if (!redis) return { ...NOTHING, part: 'redis', failures: ['void: there is no redis-server to kill'] }
  try {
    return await killRedis(redis, options)
  } finally {
    await redis.kill()
  }
}

async function killRedis(redis: TestRedis, { seed, random, cycles, folder, control, say }: PartOptions) {
  const imports = control === 'redis-alone' ? ['../controls/redis-alone.ts'] : []
  await using stack = await startStack({ workers: 1, imports, env: { REDIS_URL: redis.url } })
  const { cluster } = stack
  const [here, there] = stack.apis.map(({ url }) => url) as [string, string]
  const urls = () => [here, there]
  const history = openHistory(join(folder, 'redis.jsonl'))
  const run = `redis${seed}`
  const { token } = await signIn(urls)
  const load = await startLoad({ urls, history, random, writers: 4, run, pauseMs: 20 })
  const people = startReaders(urls(), token)
  const crossing = watchCrossing([here, there], token)
  await timeUntil(SETTLE_MS, async () => crossing.isSettled())

  const before = await crossing.during(BESIDE_MS)
  history.fault('Redis killed')
  await redis.kill()
  const away = await crossing.during(Math.min(MOST_SECONDS, cycles) * 1000)
  await redis.start()
  const after = await crossing.during(BESIDE_MS)
  await load.stop()
  const { answered, refused } = await people.stop()

  const wrong = async () => {
    const truth = await cluster.sql<ModelRow>(TRUTH)
    return crossing.readers.flatMap((reader) => differences(reader.rows(), truth))
  }
  await timeUntil(SETTLE_MS, async () => (await wrong()).length === 0)
  const found = await wrong()
  await crossing.stop()
  const cutOff = crossing.readers.filter(({ stats }) => stats.connections > 1)
  const phases = Object.entries({ before, 'while Redis was away': away, after })
  for (const [phase, { heard, slowestMs }] of phases)
    say(`${phase} ${heard} events crossed, the slowest in ${slowestMs} ms`)
  const report: PartReport = await judge({
    ...{ part: 'redis', run, database: cluster, children: childrenOf(stack), history, load, faultsAt: [] },
    counted: {
      read: answered,
      ...Object.fromEntries(phases.map(([phase, { heard }]) => [`crossed ${phase}`, heard])),
    },
    failures: [
      ...phases.flatMap(([phase, { lost }]) => (lost > 0 ? [`${lost} events did not cross ${phase}`] : [])),
      ...refused.slice(0, 5).map((answer) => `a read failed: ${answer}`),
      ...(found.length > 0 ? [`a reader is wrong in ${found.length}: ${found.slice(0, 5).join('; ')}`] : []),
      ...(cutOff.length > 0 ? [`${cutOff.length} readers were cut off`] : []),
    ],
  })
  const failed = report.operations - report.acknowledged
  if (failed > 0) report.failures.push(`${failed} writes were not acknowledged`)
  return report
}

const TRUTH = 'select id::int, version, status, title from app.incidents where deleted_at is null'
