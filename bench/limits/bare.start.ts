import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { urlOf } from '../postgres.ts'
import { launch, untilSaid } from '../processes.ts'
import type { Stage } from '../stage.ts'

const SERVER = fileURLToPath(new URL('bare.ts', import.meta.url))

/** Starts the bare server on the stage's database. @returns its address */
export async function startBare({ bench, stack, database }: Stage, integrationId = 0): Promise<string> {
  const logFile = join(bench.folder, `bare-${process.hrtime.bigint()}.log`)
  const told = [urlOf(database), bench.organizationId, bench.adminId, integrationId].map(String)
  const running = launch(process.execPath, [SERVER, ...told], logFile, {
    env: { ...process.env, NODE_ENV: 'production' },
  })
  stack.defer(running.stop)
  await untilSaid(running, logFile, 'Listening at')
  return /Listening at (\S+)/.exec(await readFile(logFile, 'utf8'))?.[1] ?? ''
}
