import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from '../check/verdict.ts'
import { openHistory } from '../history.ts'
import { Caller, type Reply } from '../load/http.ts'
import { signIn } from '../load/session.ts'
import { childrenOf, startStack } from '../stack/stack.ts'
import type { Part } from './part.ts'

const CALLS_PER_CYCLE = 100
const AGAIN_MS = 20

/** Answers lost after the commit, on either side of the API, and the API killed: under its key a call is repeated until it is answered. */
export const lostReplies: Part = async ({ seed, random, cycles, folder, control, say }) => {
  const imports = control === 'no-keys' ? ['../controls/no-keys.ts'] : []
  await using stack = await startStack({ apis: 1, workers: 1, imports })
  const [api] = stack.apis
  if (!api) throw new Error('there is no API')
  const url = `http://127.0.0.1:${api.front.port}`
  let session = await signIn(() => [url])
  const history = openHistory(join(folder, 'replies.jsonl'))
  const caller = new Caller()
  const run = `replies${seed}`
  const answers = { told: {} as Record<string, number>, wrong: [] as string[] }
  let recalled = 0

  async function attempt(unique: string): Promise<Reply> {
    const op = history.invoke({ kind: 'incident', keys: [unique] })
    const reply = await caller.send(`${url}/api/v1/incidents/`, {
      ...{ token: session.token, idempotencyKey: unique },
      body: { title: unique },
    })
    history.end(op, reply.outcome, reply.told)
    answers.told[reply.told] = (answers.told[reply.told] ?? 0) + 1
    if (reply.headers['idempotent-replayed']) recalled++
    if (reply.status === 401) session = await signIn(() => [url])
    else if (reply.status >= 400 && !reply.headers['retry-after'])
      answers.wrong.push(`${reply.status} ${reply.body}`)
    return reply
  }

  async function untilAnswered(unique: string) {
    while ((await attempt(unique)).outcome !== 'ok' && answers.wrong.length === 0) await sleep(AGAIN_MS)
  }

  for (let cycle = 0; cycle < cycles; cycle++) {
    const killedAt = random.between(0, CALLS_PER_CYCLE - 1)
    for (let n = 0; n < CALLS_PER_CYCLE; n++) {
      random.pick([api.front, api.back]).loseReplies(1)
      const answered = untilAnswered(`${run}-${cycle}-${n}`)
      if (n === killedAt) {
        await sleep(random.between(0, 20))
        history.fault('API killed')
        api.child.kill()
      }
      await answered
    }
    if (cycle % 10 === 9) say(`cycle ${cycle + 1} of ${cycles}`)
  }
  caller.close()
  return await judge({
    ...{ part: 'replies', run, database: stack.cluster, children: childrenOf(stack), history, faultsAt: [] },
    load: { answers, stop: async () => {} },
    counted: {
      'replies lost by the client’s side': api.front.lost(),
      'replies lost by the database’s side': api.back.lost(),
      'repeats answered from what was kept': control ? 1 : recalled,
    },
    failures: [],
  })
}
