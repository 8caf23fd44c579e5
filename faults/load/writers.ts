import { setTimeout as sleep } from 'node:timers/promises'
import type { History } from '../history.ts'
import type { Random } from '../random.ts'
import { Caller, type Reply } from './http.ts'
import { type Session, signIn } from './session.ts'
import { createWrites, type Write } from './writes.ts'

/** What answers looked like, beside what became of the writes. */
export interface Answers {
  /** By status, or by the code of a broken connection. */
  told: Record<string, number>
  /** Answers that no fault excuses, in words. */
  wrong: string[]
}

export interface Load {
  answers: Answers
  /** Lets everybody finish what they are at. */
  stop(): Promise<void>
}

export interface LoadOptions {
  /** Where the product is reached; asked anew for each request. */
  urls: () => string[]
  history: History
  random: Random
  writers: number
  /** Begins every key of this load. */
  run: string
  /** Rests between writes, where the machine should have time for something else. */
  pauseMs?: number
}

/** People and sources that write as long as they are let, each on records of its own. */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const session = await signIn(options.urls)
  const { key } = await session.must<{ key: string }>('POST', '/api/noc/integrations/', {
    name: options.run,
    kind: 'generic',
  })
  const answers: Answers = { told: {}, wrong: [] }
  const state = { isRunning: true, session, answers }
  const writers: Promise<void>[] = []
  for (let number = 0; number < options.writers; number++) {
    const name = `${options.run}-${number}`
    const username = `${name}@example.org`
    const person = { username, email: username, display_name: 'nobody yet' }
    const { id } = await session.must<{ id: number }>('POST', '/api/v1/users/', person)
    const random = options.random.fork(name)
    writers.push(write(createWrites(random, { key, name, user: id }), random, options, state))
  }
  return {
    answers,
    stop: async () => {
      state.isRunning = false
      await Promise.all(writers)
    },
  }
}

async function write(
  next: () => Write,
  random: Random,
  { urls, history, pauseMs = 0 }: LoadOptions,
  state: { isRunning: boolean; session: Session; answers: Answers },
) {
  const caller = new Caller()
  const attempt = async (wanted: Write): Promise<Reply> => {
    const op = history.invoke(wanted)
    const { method, path, body } = wanted
    const reply = await caller.send(random.pick(urls()) + path, { method, body, token: state.session.token })
    history.end(op, reply.outcome, reply.told)
    judge(state.answers, wanted, reply)
    return reply
  }
  while (state.isRunning) {
    const wanted = next()
    let reply = await attempt(wanted)
    while (state.isRunning && wanted.isIdempotent && reply.outcome !== 'ok') {
      await sleep(50)
      reply = await attempt(wanted)
    }
    if (reply.outcome === 'ok') wanted.remember?.(JSON.parse(reply.body))
    if (reply.status === 401) state.session = await signIn(urls)
    // As a client should: who is not served asks again a little later.
    await sleep(reply.outcome === 'ok' ? pauseMs : 50)
  }
  caller.close()
}

const MOST_WRONG = 5

function judge({ told, wrong }: Answers, { kind }: Write, { status, told: how, headers, body }: Reply) {
  told[how] = (told[how] ?? 0) + 1
  const isFine = status === 0 || status < 300 || status === 401 || (status === 503 && headers['retry-after'])
  if (!isFine && wrong.length < MOST_WRONG) wrong.push(`${kind}: ${status} ${body.slice(0, 300)}`)
}
