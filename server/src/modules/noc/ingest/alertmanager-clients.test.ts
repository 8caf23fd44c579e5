import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSource, type TestSource } from '../../../../test/alerts.ts'
import { eventually, startTestServer, type TestServer, unique } from '../../../../test/harness.ts'
import { hasProgram, runProgram, startProgram } from '../../../../test/programs.ts'

let server: TestServer
let source: TestSource
beforeAll(async () => {
  server = await startTestServer()
  source = await newSource(server)
})
afterAll(() => server.close())

const stored = (title: string) =>
  server.sql<{ id: number; status: string; occurrence_count: number; version: number }>(
    'select id::int, status, occurrence_count::int, version from app.alerts where title like $1 order by id',
    [`${title}%`],
  )

describe.skipIf(!hasProgram('amtool'))('amtool', () => {
  const amtool = (...args: string[]) =>
    runProgram('amtool', `--alertmanager.url=${server.url}/am/${source.key}`, ...args)

  test('adds an alert and finds it by a matcher', async () => {
    const alertname = unique('Amtool')
    await amtool(
      'alert',
      'add',
      alertname,
      'severity=critical',
      'instance=router-1',
      '--annotation=summary=Router 1 is down',
    )
    expect(await amtool('alert', 'query', `alertname=${alertname}`)).toContain('Router 1 is down')
    expect(await amtool('alert', 'query', 'alertname=Nothing')).not.toContain('Router 1')
  })

  test('silences what matches, shows it suppressed, and lets it go when the silence is expired', async () => {
    const alertname = unique('Silenced')
    await amtool('alert', 'add', alertname)
    const id = (
      await amtool(
        'silence',
        'add',
        `alertname=~${alertname}.*`,
        '--comment=tests',
        '--author=ana',
        '--duration=1h',
      )
    ).trim()
    expect((await stored(alertname))[0]?.status).toBe('suppressed')
    expect(await amtool('silence', 'query', '-q')).toContain(id)
    expect(await amtool('alert', 'query', alertname)).not.toContain(alertname)
    expect(await amtool('alert', 'query', '--silenced', alertname)).toContain(alertname)
    await amtool('silence', 'expire', id)
    expect(await amtool('silence', 'query', '-q')).not.toContain(id)
    expect((await stored(alertname))[0]?.status).toBe('open')
  })

  test('a resolve of a silenced alert is not lost', async () => {
    const alertname = unique('Ends')
    await amtool('silence', 'add', `alertname=${alertname}`, '--comment=tests', '--author=ana')
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
    await amtool('alert', 'add', alertname, `--start=${ago(60)}`)
    await amtool('alert', 'add', alertname, `--start=${ago(60)}`, `--end=${ago(1)}`)
    expect((await stored(alertname))[0]?.status).toBe('resolved')
  })
})

describe.skipIf(!hasProgram('prometheus'))('an unchanged Prometheus', () => {
  let folder: string
  let target: Server
  let isUp = true
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watchdesk-prometheus-'))
    target = createServer((_, answer) => (isUp ? answer.end('') : answer.destroy()))
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    target.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function configure(alertname: string) {
    const rule = `groups: [{ name: g, interval: 1s, rules: [{ alert: ${alertname}, expr: up == 0, labels: { severity: critical } }] }]`
    const { port } = target.address() as AddressInfo
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: [join(folder, 'rules.yml')],
      scrape_configs: [{ job_name: 'device', static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
      alerting: {
        alertmanagers: [
          { path_prefix: `/am/${source.key}`, static_configs: [{ targets: [new URL(server.url).host] }] },
        ],
      },
    }
    await writeFile(join(folder, 'rules.yml'), rule)
    await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config))
  }

  const start = (...flags: string[]) =>
    startProgram(
      'prometheus',
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, unique('data'))}`,
      '--web.listen-address=127.0.0.1:0',
      ...flags,
    )

  /** Target fails, alert comes, is sent again, target returns, alert goes. */
  async function runThrough(alertname: string, resendFlags: string[], patienceMs: number) {
    await configure(alertname)
    isUp = false
    const prometheus = start(...resendFlags)
    try {
      const [first] = await eventually(
        'the alert',
        async () => ((rows) => rows.length > 0 && rows)(await stored(alertname)),
        30_000,
      )
      expect(first).toMatchObject({ status: 'open', version: 1 })
      const again = await eventually(
        'a repeat',
        async () => (await stored(alertname)).find((row) => row.occurrence_count > 1),
        patienceMs,
      )
      expect(again).toMatchObject({ id: first?.id, status: 'open', version: 1 })
      const created = await server.sql('select from app.alert_events where alert_id = $1', [first?.id])
      expect(created).toHaveLength(1)
      isUp = true
      await eventually('the resolve', async () => (await stored(alertname))[0]?.status === 'resolved', 30_000)
      expect(await stored(alertname)).toHaveLength(1)
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${prometheus.output().slice(-2000)}`)
    } finally {
      await prometheus.stop()
    }
  }

  test(
    'raises one alert, re-sends it without a second row or event, and resolves it when the target returns',
    { timeout: 90_000 },
    () => runThrough(unique('TargetDown').replace('-', '_'), ['--rules.alert.resend-delay=2s'], 20_000),
  )

  test('does so with the default minute between sends', { timeout: 180_000 }, () =>
    runThrough(unique('TargetGone').replace('-', '_'), [], 90_000),
  )
})
