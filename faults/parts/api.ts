import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from '../check/verdict.ts'
import { openHistory } from '../history.ts'
import { startLoad } from '../load/writers.ts'
import { type Api, childrenOf, startStack } from '../stack/stack.ts'
import type { Part } from './part.ts'
import { endsRelay } from './relay.ts'
import { killWorker, TAKEN_OVER_MS } from './takeover.ts'
import { untilWhole } from './whole.ts'

const HOLE_EVERY = 5
const HOLE_MS = 2000

/** kill -9 of API, worker and relay, answers lost on either side of the API, and connections that carry nothing. */
export const apiFaults: Part = async ({ seed, random, cycles, folder, control, say }) => {
  const imports = control === 'early-answer' ? ['../controls/early-answer.ts'] : []
  await using stack = await startStack({ imports })
  const { cluster, apis, workers } = stack
  const history = openHistory(join(folder, 'api.jsonl'))
  const run = `api${seed}`
  const urls = () => apis.map(({ front }) => `http://127.0.0.1:${front.port}`)
  const load = await startLoad({ urls, history, random, writers: 6, run })
  const faultsAt: number[] = []
  const takeovers: number[] = []
  const kill = ({ child }: Api) => {
    history.fault('API killed')
    faultsAt.push(Date.now())
    child.kill()
  }

  async function breakRelay(cycle: number) {
    await sleep(random.between(100, 900))
    const isGone = await endsRelay(cluster, async (session) => {
      // The oldest process leads; now and then its session alone is ended.
      if (cycle % 2 === 0) kill(apis.toSorted((a, b) => a.child.startedAt() - b.child.startedAt())[0] as Api)
      else await cluster.sql('select pg_terminate_backend($1)', [session])
    })
    if (isGone) history.fault('relay killed')
  }

  async function breakWorker() {
    const took = await killWorker(cluster, random.pick(workers))
    history.fault('worker killed')
    if (took !== null) takeovers.push(took)
  }

  async function breakApi(cycle: number) {
    const api = random.pick(apis)
    await sleep(random.between(0, 1000))
    api.front.loseReplies(random.between(1, 3))
    api.back.loseReplies(random.between(1, 2))
    await sleep(random.between(200, 800))
    if (cycle % HOLE_EVERY === 0) {
      const side = random.pick([api.front, api.back])
      history.fault('connection half open')
      side.dig()
      await sleep(HOLE_MS)
      side.fill()
    }
    kill(random.pick(apis))
  }

  for (let cycle = 0; cycle < cycles; cycle++) {
    await untilWhole(stack)
    await Promise.all([breakApi(cycle), breakWorker(), breakRelay(cycle)])
    if (cycle % 10 === 9) say(`cycle ${cycle + 1} of ${cycles}`)
  }
  await sleep(3000)
  await load.stop()
  const worstTakeover = Math.max(0, ...takeovers)
  return await judge({
    ...{
      part: 'api',
      run,
      database: cluster,
      children: childrenOf(stack),
      history,
      load,
      faultsAt,
      worstTakeover,
    },
    counted: {
      'jobs taken over': takeovers.length,
      'replies lost by the client’s side': apis.reduce((sum, { front }) => sum + front.lost(), 0),
      'replies lost by the database’s side': apis.reduce((sum, { back }) => sum + back.lost(), 0),
    },
    failures: takeovers
      .filter((ms) => ms > TAKEN_OVER_MS)
      .map((ms) => `a dead worker's job was taken over after ${Math.round(ms)} ms only`),
  })
}
