import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, launch, type Running } from '../processes.ts'
import type { Stage } from '../stage.ts'

const CONFIG = 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n'

/** Debian's Alertmanager, alone and telling nobody; undefined where it is not installed. */
export async function startAlertmanager({
  bench,
  stack,
}: Stage): Promise<(Running & { url: string }) | undefined> {
  const { alertmanager } = bench.tools
  if (!alertmanager) return undefined
  const port = await freePort()
  // Not by its port, which a later one may be given again.
  const folder = await mkdtemp(join(bench.folder, 'alertmanager-'))
  await writeFile(join(folder, 'config.yml'), CONFIG)
  const running = launch(
    alertmanager,
    [
      `--config.file=${join(folder, 'config.yml')}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    join(folder, 'log'),
  )
  stack.defer(running.stop)
  const url = `http://127.0.0.1:${port}`
  for (const end = performance.now() + 15_000; performance.now() < end; await sleep(50)) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined)
    if (answer?.ok) return { ...running, url }
  }
  throw new Error('Alertmanager did not become ready')
}
