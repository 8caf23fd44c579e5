import { createHash, randomInt } from 'node:crypto'
import pg from 'pg'
import { percentile, sorted } from '../figures.ts'
import type { Address } from '../postgres.ts'
import type { Sample } from '../result.ts'
import { CLIENTS, type Replay, type Step } from './replay.ts'

/** The recorded statements without pgbench: by `pg`, one process, 16 connections. */
export async function runPlain(
  database: Address & { options: string },
  replay: Replay,
  seconds: number,
  items: number,
): Promise<Sample> {
  const steps = replay.steps.map(parametersOf)
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  const worker = async () => {
    const client = new pg.Client(database)
    await client.connect()
    try {
      while (performance.now() < end) times.push(await transact(client, replay, steps))
    } finally {
      await client.end()
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, worker))
  const line = sorted(times)
  return {
    value: (times.length * items) / seconds,
    p50: percentile(line, 0.5),
    p99: percentile(line, 0.99),
    max: line.at(-1) ?? 0,
  }
}

type Plain = Step & { name: string; text: string; names: string[] }

function parametersOf(step: Step): Plain {
  const names: string[] = []
  const text = step.sql.replace(/(?<![:\w]):([A-Za-z_]\w*)/g, (_, name: string) => `$${names.push(name)}`)
  return { ...step, text, names, name: createHash('sha1').update(text).digest('hex') }
}

async function transact(client: pg.Client, { variables, constants }: Replay, steps: Plain[]) {
  const began = performance.now()
  const values: Record<string, string> = { ...constants }
  for (const [name, [from, to]] of Object.entries(variables)) values[name] = String(randomInt(from, to + 1))
  for (const { name, text, names, keepsAs } of steps) {
    const { rows } = await client.query({ name, text, values: names.map((one) => values[one]) })
    if (!keepsAs) continue
    for (const [column, value] of Object.entries(rows[0] ?? {})) values[keepsAs + column] = String(value)
  }
  return performance.now() - began
}
