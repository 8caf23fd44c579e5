import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from '../load/http.ts'
import { signIn } from '../load/session.ts'
import { NOTHING } from '../report.ts'
import { supervise } from '../stack/child.ts'
import { freePort, startStack } from '../stack/stack.ts'
import type { Part } from './part.ts'

const EXIT_MS = 15_000
const CLIENTS = 8

/** SIGTERM under load: each request has a whole answer or was never taken. */
export const drains: Part = async ({ random, cycles, control, say }) => {
  const imports = control === 'exit-on-sigterm' ? ['../controls/exit-on-sigterm.ts'] : []
  await using stack = await startStack({ apis: 0, workers: 0 })
  const seen: Seen = { answered: 0, refused: 0, unheard: [], cut: [] }
  const failures: string[] = []
  let slowest = 0
  for (let cycle = 0; cycle < cycles; cycle++) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const child = await supervise('api', {
      imports,
      env: { PORT: String(port), DATABASE_URL: stack.cluster.url },
    })
    try {
      const { token } = await signIn(() => [url])
      const clients = Array.from({ length: CLIENTS }, (_, number) =>
        askUntilRefused(url, token, number, seen),
      )
      await sleep(random.between(200, 700))
      const { code, ms } = await child.terminate()
      slowest = Math.max(slowest, ms)
      if (code !== 0) failures.push(`it ended with ${code} on SIGTERM`)
      if (ms > EXIT_MS) failures.push(`it ended ${Math.round(ms)} ms after SIGTERM only`)
      await Promise.all(clients)
    } finally {
      await child.stop()
    }
    if (cycle % 5 === 4) say(`drain ${cycle + 1} of ${cycles}`)
  }
  const heard = await stack.cluster.sql('select from app.incidents where title = any($1)', [seen.unheard])
  if (heard.length > 0) failures.push(`${heard.length} writes were reset, and yet done`)
  if (seen.cut.length > 0)
    failures.push(`${seen.cut.length} answers were cut: ${seen.cut.slice(0, 5).join('; ')}`)
  const counted = {
    drains: cycles,
    answered: seen.answered,
    refused: seen.refused,
    'slowest exit ms': slowest,
  }
  say(`${seen.unheard.length} new connections were reset in the kernel's queue, unheard`)
  for (const [what, count] of Object.entries(counted)) if (count === 0) failures.push(`void: no ${what}`)
  return { ...NOTHING, part: 'drain', operations: seen.answered + seen.refused, counted, failures }
}

interface Seen {
  answered: number
  refused: number
  /** Titles of what stood in the kernel's queue when the door closed: reset, and to have left nothing. */
  unheard: string[]
  cut: string[]
}

/** One request after another, on one connection or on a new one for each, until the door is closed. */
async function askUntilRefused(url: string, token: string, number: number, seen: Seen) {
  const caller = new Caller(number % 2 === 0)
  for (let n = 0; ; n++) {
    const isWrite = n % 3 === 0
    const path = isWrite ? '/api/v1/incidents/' : '/api/v1/incidents/?page_size=50'
    const title = `drain ${url} ${number}-${n}`
    const body = isWrite ? { title } : undefined
    const reply = await caller.send(url + path, { method: isWrite ? 'POST' : 'GET', token, body })
    if (reply.told === 'ECONNREFUSED') {
      seen.refused++
      break
    }
    if (reply.told === 'ECONNRESET' && number % 2 === 1) {
      seen.unheard.push(title)
      break
    }
    if (reply.status === 0) {
      seen.cut.push(`${isWrite ? 'write' : 'read'}, ${number % 2 ? 'new' : 'kept'} connection: ${reply.told}`)
      break
    }
    seen.answered++
  }
  caller.close()
}
