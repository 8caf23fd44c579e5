import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ending, endingOf, readAccepted } from '../check/drained.ts'
import { Caller, type Reply } from '../load/http.ts'
import { signIn } from '../load/session.ts'
import { NOTHING } from '../report.ts'
import { supervise } from '../stack/child.ts'
import { freePort, startStack } from '../stack/stack.ts'
import type { Part } from './part.ts'

const EXIT_MS = 15_000
const CLIENTS = 8

/** SIGTERM under load: each request has a whole answer or was never taken. `api` and `start` take turns. */
export const drains: Part = async ({ random, cycles, folder, control, say }) => {
  const broken = control === 'exit-on-sigterm' ? ['../controls/exit-on-sigterm.ts'] : []
  await using stack = await startStack({ apis: 0, workers: 0 })
  mkdirSync(folder, { recursive: true })
  const ended: Record<Ending, Asked[]> = { answered: [], refused: [], unheard: [], cut: [] }
  const failures: string[] = []
  let slowest = 0
  for (let cycle = 0; cycle < cycles; cycle++) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const file = join(folder, `accepted-${cycle}`)
    writeFileSync(file, '')
    const child = await supervise(cycle % 2 === 0 ? 'api' : 'start', {
      imports: ['./accepted.ts', ...broken],
      env: { PORT: String(port), DATABASE_URL: stack.cluster.url, FAULTS_ACCEPTED: file },
    })
    try {
      const { token } = await signIn(() => [url])
      const clients = Array.from({ length: CLIENTS }, (_, number) => askUntilClosed(url, token, number))
      await sleep(random.between(200, 700))
      const { code, ms } = await child.terminate()
      slowest = Math.max(slowest, ms)
      if (code !== 0) failures.push(`it ended with ${code} on SIGTERM`)
      if (ms > EXIT_MS) failures.push(`it ended ${Math.round(ms)} ms after SIGTERM only`)
      const asked = (await Promise.all(clients)).flat()
      const accepted = readAccepted(readFileSync(file, 'utf8'))
      for (const one of asked) ended[endingOf(one.reply, accepted)].push(one)
    } finally {
      await child.stop()
    }
    if (cycle % 5 === 4) say(`drain ${cycle + 1} of ${cycles}`)
  }
  const { answered, refused, unheard, cut } = ended
  const titles = unheard.map(({ title }) => title)
  const heard = await stack.cluster.sql('select from app.incidents where title = any($1)', [titles])
  if (heard.length > 0) failures.push(`${heard.length} writes were reset, and yet done`)
  if (cut.length > 0) failures.push(`${cut.length} answers were cut: ${describe(cut)}`)
  if (unheard.length > 0)
    failures.push(`${unheard.length} connections were reset, unheard: ${describe(unheard)}`)
  const endings = { answered: answered.length, refused: refused.length }
  const counted = { drains: cycles, ...endings, 'slowest exit ms': slowest }
  for (const [what, count] of Object.entries(counted)) if (count === 0) failures.push(`void: no ${what}`)
  return { ...NOTHING, part: 'drain', operations: answered.length + refused.length, counted, failures }
}

interface Asked {
  title: string
  kind: string
  reply: Reply
}

const describe = (some: Asked[]) =>
  some
    .slice(0, 5)
    .map(({ kind, reply }) => `${kind}: ${reply.told}`)
    .join('; ')

/** One request after another, on one connection or on a new one for each, until one gets no answer. */
async function askUntilClosed(url: string, token: string, number: number): Promise<Asked[]> {
  const isKept = number % 2 === 0
  const caller = new Caller(isKept)
  const asked: Asked[] = []
  for (let n = 0; asked.at(-1)?.reply.status !== 0; n++) {
    const isWrite = n % 3 === 0
    const path = isWrite ? '/api/v1/incidents/' : '/api/v1/incidents/?page_size=50'
    const title = `drain ${url} ${number}-${n}`
    const body = isWrite ? { title } : undefined
    const reply = await caller.send(url + path, { method: isWrite ? 'POST' : 'GET', token, body })
    const kind = `${isWrite ? 'write' : 'read'} on a ${isKept ? 'kept' : 'new'} connection`
    asked.push({ title, kind, reply: { ...reply, body: '' } })
  }
  caller.close()
  return asked
}
