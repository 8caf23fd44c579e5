import type { Call } from '../load/call.ts'
import { atPace } from '../load/pace.ts'
import { runWrk, warmUp } from '../load/wrk.ts'
import type { Result, Sample } from '../result.ts'
import { type Bench, onStage, type Stage } from '../stage.ts'

const PER_SECOND = 300
const FLOOD_SECONDS = 30
const READERS = 4

/** Wrong passwords by the hundred, for names of their own: how long do the others wait, who only read? */
export function measureLoginFlood(bench: Bench): Promise<Result[]> {
  return onStage(bench, async (stage) => {
    const seconds = bench.options.isQuick ? bench.options.seconds : FLOOD_SECONDS
    const calm = await reading(stage, seconds)
    const answers = new Map<number, number>()
    const flood = atPace(PER_SECOND, seconds, async (turn) => {
      const status = await signInWrongly(stage, turn)
      answers.set(status, (answers.get(status) ?? 0) + 1)
    })
    const flooded = await reading(stage, seconds)
    const failures = await flood
    const told = Object.fromEntries([...answers].map(([status, count]) => [`answered_${status}`, count]))
    const more = { ...told, failed: failures.length }
    return [
      row('reads beside nothing else', [calm]),
      {
        ...row(`reads beside ${PER_SECOND} wrong sign-ins a second`, [{ ...flooded, more }]),
        aims: [
          { of: 'p99', atMost: 300 },
          { of: 'errors', atMost: 0 },
        ],
      },
    ]
  })
}

const row = (work: string, ours: Sample[]): Result => ({
  scenario: 'login-flood',
  work: `${work}, c=${READERS}`,
  unit: '/s',
  lanes: { ours },
  aims: [],
})

async function reading({ bench, api, token }: Stage, seconds: number) {
  const headers = { authorization: `Bearer ${token}` }
  const call: Call = { method: 'GET', path: '/api/v1/incidents/?page_size=25', headers, holes: {} }
  await warmUp(bench.tools.wrk, api.url, call, READERS)
  return runWrk(bench.tools.wrk, api.url, call, { connections: READERS, seconds })
}

async function signInWrongly({ api }: Stage, turn: number) {
  const answer = await fetch(`${api.url}/api/v1/auth/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: `nobody-${turn % 1000}`, password: 'not the password' }),
  })
  await answer.arrayBuffer()
  return answer.status
}
