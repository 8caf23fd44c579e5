import { fileURLToPath } from 'node:url'
import { runToEnd } from '../processes.ts'
import type { Sample } from '../result.ts'
import type { Call } from './call.ts'

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url))
const WARM_UP_SECONDS = 3

export interface Load {
  connections: number
  seconds: number
}

/** Asks as fast as answers come, on so many connections. `value` is requests, or items of batches, a second. */
export async function runWrk(
  wrk: string,
  url: string,
  call: Call,
  { connections, seconds }: Load,
): Promise<Sample> {
  const headers = { ...(call.body !== undefined && { 'content-type': 'application/json' }), ...call.headers }
  const env = {
    BENCH_METHOD: call.method,
    BENCH_PATH: call.path,
    BENCH_HOLES: Object.entries(call.holes)
      .map(([name, [from, to]]) => `${name}:${from}:${to}`)
      .join(' '),
    BENCH_BATCH: String(call.batch ?? 0),
    BENCH_SEED: String(Math.floor(Math.random() * 2 ** 31)),
    BENCH_HEADERS: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    ...(call.body !== undefined && { BENCH_BODY: call.body }),
  }
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', SCRIPT, url]
  const { stdout } = await runToEnd(wrk, args, env)
  const told = /^RESULT (.*)$/m.exec(stdout)?.[1]
  if (!told) throw new Error(`wrk told nothing:\n${stdout}`)
  const { requests, microseconds, broken, refused, p50, p95, p99, max } = JSON.parse(told) as Record<
    string,
    number
  >
  const good = (requests ?? 0) - (refused ?? 0)
  return {
    value: (good * (call.batch ?? 1)) / ((microseconds ?? 0) / 1e6),
    ...(p50 !== undefined && { p50 }),
    ...(p99 !== undefined && { p99 }),
    ...(max !== undefined && { max }),
    more: { p95: p95 ?? Number.NaN },
    errors: (broken ?? 0) + (refused ?? 0),
  }
}

/** The first requests pay for compiling code, for connections and for each one's first plans, in ours and in the bare server alike. */
export const warmUp = (wrk: string, url: string, call: Call, connections: number) =>
  runWrk(wrk, url, call, { connections, seconds: WARM_UP_SECONDS })
