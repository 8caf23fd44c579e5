import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { newSource, storedAlerts } from './alerts.ts'
import { eventually, type TestServer, unique } from './harness.ts'
import { startProgram } from './programs.ts'

/**
 * A real Prometheus with nothing but our address as its Alertmanager watches a target that fails and returns:
 * one alert comes, is sent again without a second row, version or event, and is resolved.
 * @param resendFlags none: Prometheus' own minute between sends
 */
export async function watchTargetFailAndReturn(
  server: TestServer,
  resendFlags: string[],
  patienceMs: number,
) {
  const alertname = unique('TargetDown').replace('-', '_')
  const source = await newSource(server)
  const target = await openTarget()
  const folder = await mkdtemp(join(tmpdir(), 'watchdesk-prometheus-'))
  await configure(folder, alertname, target.port, `/am/${source.key}`, new URL(server.url).host)
  const prometheus = startProgram(
    'prometheus',
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--web.listen-address=127.0.0.1:0',
    ...resendFlags,
  )
  const alert = async () => (await storedAlerts(server, alertname))[0]
  try {
    const first = await eventually('the alert', alert, 30_000)
    expect(first).toMatchObject({ status: 'open', version: 1 })
    const isRepeated = async () => ((await alert())?.occurrence_count ?? 0) > 1
    await eventually('a repeat', isRepeated, patienceMs)
    expect(await alert()).toMatchObject({ id: first.id, status: 'open', version: 1 })
    expect(await server.sql('select from app.alert_events where alert_id = $1', [first.id])).toHaveLength(1)
    target.comeBack()
    await eventually('the resolve', async () => (await alert())?.status === 'resolved', 30_000)
    expect(await storedAlerts(server, alertname)).toHaveLength(1)
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${prometheus.output().slice(-2000)}`)
  } finally {
    await prometheus.stop()
    target.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Something to scrape that fails until it comes back. */
async function openTarget() {
  let isUp = false
  const target: Server = createServer((_, answer) => (isUp ? answer.end('') : answer.destroy()))
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  const comeBack = () => {
    isUp = true
  }
  return { port: (target.address() as AddressInfo).port, comeBack, close: () => target.close() }
}

async function configure(folder: string, alertname: string, port: number, path_prefix: string, host: string) {
  const rules = join(folder, 'rules.yml')
  const rule = { alert: alertname, expr: 'up == 0', labels: { severity: 'critical' } }
  await writeFile(rules, JSON.stringify({ groups: [{ name: 'targets', interval: '1s', rules: [rule] }] }))
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [{ job_name: 'device', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
    alerting: { alertmanagers: [{ path_prefix, static_configs: [{ targets: [host] }] }] },
  }
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config))
}
