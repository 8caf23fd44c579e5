import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from '../check/verdict.ts'
import { openHistory } from '../history.ts'
import { startLoad } from '../load/writers.ts'
import { supervise } from '../stack/child.ts'
import { inspect, postmasterOf } from '../stack/cluster.ts'
import { ADMIN, freePort } from '../stack/stack.ts'
import type { Part } from './part.ts'

const LONGEST_GAP = 10_000
const KILLS = 3

/** `watchdesk start` with its own PostgreSQL, whose postmaster is killed: it goes on by itself. */
export const supervisedFaults: Part = async ({ seed, random, cycles, folder, say }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchdesk-faults-'))
  const port = String(await freePort())
  const env = { PORT: port, DATA_DIR: dataDir, WATCHDESK_ADMIN_PASSWORD: ADMIN.password }
  const child = await supervise('start', { env })
  const location = await realpath(join(dataDir, 'postgres'))
  const database = inspect(postmasterOf(location).socket)
  try {
    const history = openHistory(join(folder, 'supervised.jsonl'))
    const run = `supervised${seed}`
    const urls = () => [`http://127.0.0.1:${port}`]
    const load = await startLoad({ urls, history, random, writers: 4, run })
    const faultsAt: number[] = []
    for (let kills = 0; kills < Math.min(KILLS, cycles); kills++) {
      await sleep(random.between(1000, 2000))
      history.fault('postmaster killed')
      faultsAt.push(Date.now())
      process.kill(postmasterOf(location).pid, 'SIGKILL')
      await sleep(LONGEST_GAP / 2)
      say(`kill ${kills + 1}`)
    }
    await load.stop()
    const about = { part: 'supervised', run, database, children: [child], history, load, faultsAt }
    const report = await judge({ ...about, longestGap: LONGEST_GAP, counted: {}, failures: [] })
    const { code } = await child.terminate()
    if (code !== 0) report.failures.push(`it ended with ${code} on SIGTERM`)
    return report
  } finally {
    await database.end()
    await child.terminate()
    await rm(location, { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
}
