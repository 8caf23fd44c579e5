import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSource, storedAlerts, type TestSource } from '../../../../test/alerts.ts'
import { startTestServer, type TestServer, unique } from '../../../../test/harness.ts'
import { hasProgram, runProgram } from '../../../../test/programs.ts'

let server: TestServer
let source: TestSource
beforeAll(async () => {
  server = await startTestServer()
  source = await newSource(server)
})
afterAll(() => server.close())

const stored = (title: string) => storedAlerts(server, title)

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
