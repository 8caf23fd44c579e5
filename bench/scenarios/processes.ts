import { newDataDir } from '../../e2e/server.ts'
import type { Call } from '../load/call.ts'
import { runWrk } from '../load/wrk.ts'
import { memoryOf } from '../processes.ts'
import { startProduct } from '../product.ts'
import type { Result, Sample } from '../result.ts'
import { type Bench, newSource, onStage, type Stage } from '../stage.ts'
import { INGEST_WORK, ingestCall } from './ingest.ts'
import { TICKET_WORK } from './tickets.ts'

const READY_MS = 6000
const MOST_MEMORY_MB = 250

const row = (
  scenario: string,
  work: string,
  unit: string,
  ours: Sample[],
  aims: Result['aims'] = [],
): Result => ({
  scenario,
  work,
  unit,
  lanes: { ours },
  aims,
})

/** `npm start` without npm, on the embedded database: in an empty folder, and once more. */
export async function measureStart(bench: Bench): Promise<Result[]> {
  const first: Sample[] = []
  const warm: Sample[] = []
  const memory: Sample[] = []
  for (let run = 0; run < bench.options.runs; run++) {
    const folder = await newDataDir()
    try {
      for (const times of [first, warm]) {
        const product = await startProduct('start', bench.folder, { dataDir: folder.dataDir })
        times.push({ value: product.readyAfter })
        if (times === warm) memory.push({ value: await memoryOf(product.pid) })
        await product.stop()
      }
    } finally {
      await folder.remove()
    }
    bench.say(`  start, run ${run + 1}: ${Math.round(warm.at(-1)?.value ?? 0)} ms`)
  }
  const aims: Result['aims'] = [{ of: 'value', atMost: READY_MS }]
  return [
    row('start', 'first start in an empty DATA_DIR, to ready', 'ms', first, aims),
    row('start', 'start, to ready', 'ms', warm, aims),
    row('start', 'memory of everything in one process after the start', 'MB', memory),
  ]
}

/** The API's memory after its start, after some load and after three times that: what grows with load alone leaks. */
export function measureMemory(bench: Bench): Promise<Result[]> {
  return onStage(bench, async (stage) => {
    const fresh = await memoryOf(stage.api.pid)
    const calls = await mixedLoad(stage)
    await load(stage, calls)
    const once = await memoryOf(stage.api.pid)
    for (let more = 0; more < 2; more++) await load(stage, calls)
    const thrice = await memoryOf(stage.api.pid)
    const share = ((thrice - once) / once) * 100
    return [
      row('memory', 'memory of the API after its start', 'MB', [{ value: fresh }]),
      row('memory', 'after load', 'MB', [{ value: once }]),
      row(
        'memory',
        'after three times the load',
        'MB',
        [{ value: thrice }],
        [{ of: 'value', atMost: MOST_MEMORY_MB }],
      ),
      row('memory', 'growth from one load to three', '%', [{ value: share }], [{ of: 'value', atMost: 15 }]),
    ]
  })
}

async function mixedLoad(stage: Stage): Promise<Call[]> {
  const headers = { authorization: `Bearer ${stage.token}` }
  const { key } = await newSource(stage, 'monitoring')
  const tickets = TICKET_WORK.map(({ call }) => ({ ...call, headers }))
  const alerts = INGEST_WORK.filter(({ batch }) => batch === 100).map((work) => ingestCall(work, key))
  return [...tickets, ...alerts]
}

async function load({ bench, api }: Stage, calls: Call[]) {
  for (const call of calls)
    await runWrk(bench.tools.wrk, api.url, call, { connections: 16, seconds: bench.options.seconds })
}
