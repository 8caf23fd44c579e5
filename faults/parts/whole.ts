import { hostname } from 'node:os'
import type { Stack } from '../stack/stack.ts'
import { timeUntil } from './part.ts'

const WHOLE_AGAIN_MS = 60_000

/** Waits until everything that was killed is back: what is not there cannot be killed. */
export async function untilWhole({ cluster, apis, workers }: Stack) {
  const enrolled = async () => {
    const rows = await cluster.sql<{ process: string }>('select process from app.workers')
    return workers.every((worker) => rows.some(({ process }) => process === `${hostname()}:${worker.pid()}`))
  }
  const isWhole = async () => apis.every(({ child }) => child.isReady()) && (await enrolled())
  if ((await timeUntil(WHOLE_AGAIN_MS, isWhole)) !== undefined) return
  const said = [...apis.map(({ child }) => child), ...workers].map((child) => child.output().slice(-500))
  throw new Error(`not everything came back within ${WHOLE_AGAIN_MS} ms:\n${said.join('\n')}`)
}
