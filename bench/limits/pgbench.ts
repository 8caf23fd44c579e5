import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentOf } from '../postgres.ts'
import { runToEnd } from '../processes.ts'
import type { Sample } from '../result.ts'
import type { Stage } from '../stage.ts'
import { runPlain } from './plain-pg.ts'
import { CLIENTS, pgbenchScript, type Replay } from './replay.ts'

/** Runs the recorded statements, prepared, on 16 connections. `value` is transactions, or their items, a second. */
export async function runStatements(
  stage: Stage,
  replay: Replay,
  seconds: number,
  items = 1,
): Promise<Sample> {
  const { tools, folder } = stage.bench
  if (!tools.pgbench)
    return runPlain({ ...stage.database, options: optionsOf(replay, stage) }, replay, seconds, items)
  const script = join(folder, `limit-${process.hrtime.bigint()}.sql`)
  await writeFile(script, pgbenchScript(replay))
  const constants = Object.entries(replay.constants).flatMap(([name, value]) => ['-D', `${name}=${value}`])
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(CLIENTS),
    '-j',
    '2',
    '-T',
    String(seconds),
    '--max-tries=10',
  ]
  const env = { ...environmentOf(stage.database), PGOPTIONS: optionsOf(replay, stage) }
  const { stdout, stderr } = await runToEnd(tools.pgbench, [...args, ...constants, '-f', script], env)
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0)
  if (!(perSecond > 0) || /aborted/.test(stderr))
    throw new Error(`pgbench: ${stdout}\n${stderr.slice(0, 2000)}`)
  return { value: perSecond * items, errors: failed }
}

/** As the product's connections, and in the tenant from the start. */
const optionsOf = ({ settings }: Replay, { bench }: Stage) =>
  `${settings} -c app.organization_id=${bench.organizationId}`
