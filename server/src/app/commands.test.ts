import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { PASSWORD, signIn } from '../../test/harness.ts'
import { newDatabase, newFolder, readerOf, urlOf } from './backup/backup.fixtures.ts'
import { takeBackup } from './backup/backup.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const { folder, newFile, remove } = await newFolder()
const running = new Set<ChildProcess>()
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await Promise.all(databases.map(({ close }) => close()))
  await remove()
})

const databases: { close(): Promise<void> }[] = []
async function newTarget(isMigrated = false) {
  const target = await newDatabase(isMigrated)
  databases.push(target)
  return {
    ...target,
    env: { DATABASE_URL: urlOf(target.address), DATA_DIR: join(folder, target.address.database ?? '') },
  }
}

function spawnCommand(env: Record<string, string>, words: string[]) {
  const { DATABASE_URL: _, ...clean } = process.env
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...clean, LOG_LEVEL: 'warn', ...env },
    stdio: 'pipe',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** To its end: how it ended and all it said. */
async function run(env: Record<string, string>, words: string[], input = '') {
  const child = spawnCommand(env, words)
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return { code: child.exitCode, output: out + errors }
}

/** Until it says that it is ready. */
async function startCommand(env: Record<string, string>, words: string[]) {
  const child = spawnCommand(env, words)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  await expect.poll(() => /ready/.test(output) || child.exitCode !== null, { timeout: 40_000 }).toBe(true)
  expect(child.exitCode, output).toBeNull()
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    expect(child.exitCode, output).toBe(0)
  }
  return { stop, output: () => output }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return String(typeof address === 'object' && address ? address.port : 0)
}

test('on an empty database API and worker say what to run, and after it two APIs and a worker start side by side', async () => {
  const { env } = await newTarget()
  for (const role of ['api', 'worker']) {
    const refused = await run({ ...env, PORT: '0' }, [role])
    expect(refused.code).toBe(1)
    expect(refused.output).toMatch(/database is empty: run `watchdesk migrate`/)
  }
  expect((await run(env, ['admin', 'list'])).output).toMatch(/run `watchdesk migrate`/)
  expect((await run(env, ['migrate'])).output).toMatch(/^Applied 0001_/)
  expect((await run(env, ['admin', 'list'])).output).toMatch(/no administrator yet/)

  const words = ['admin', 'create', '--organization', 'ACME', '--username', 'Ada', '--password-stdin']
  const made = await run(env, words, `${PASSWORD}\n`)
  expect(made).toMatchObject({
    code: 0,
    output: 'The organization "ACME" was made; ada is its administrator.\n',
  })
  const ports = [await freePort(), await freePort()]
  const processes = await Promise.all([
    ...ports.map((PORT) => startCommand({ ...env, PORT }, ['api'])),
    startCommand(env, ['worker']),
  ])
  const [one, other] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string]
  const person = await signIn(one, 'ada')
  const { body } = await person.post('/api/v1/incidents/', { title: 'written by the one' })
  const seen = await (await signIn(other, 'ada')).get(`/api/v1/incidents/${body.id}/`)
  expect(seen.body).toMatchObject({ title: 'written by the one' })
  await Promise.all(processes.map(({ stop }) => stop()))
})

test('nothing is served from a database that no longer keeps tenants apart, and its administrator can still look and act', async () => {
  const { env, inspector } = await newTarget(true)
  await inspector.query('drop policy tenant on app.clients')
  for (const role of ['api', 'worker', 'start']) {
    const refused = await run({ ...env, PORT: '0' }, [role])
    expect(refused.code, role).toBe(1)
    expect(refused.output).toMatch(/no longer keeps tenants apart.*without policy \(clients\)/)
  }
  expect((await run(env, ['admin', 'list'])).code).toBe(0)
  expect((await run(env, ['verify-audit'])).code).toBe(0)
})

test('the first administrator of an installation is its superuser, a second joins the organization of that name', async () => {
  const { env, inspector } = await newTarget(true)
  const create = ['admin', 'create', '--organization', 'ACME', '--username']
  const first = await run(env, [...create, 'ada'])
  expect(first.output).toMatch(/The password is \S{16} \(shown this once\)/)
  expect((await run(env, [...create, 'bob'])).output).toMatch(/bob is an administrator of "ACME" now/)
  expect((await run(env, [...create, 'ada'])).output).toMatch(/already used/)
  const { output } = await run(env, ['admin', 'list'])
  expect(output.split('\n').slice(0, 2)).toEqual([
    'ACME\tada\tada@127.0.0.1\tsuperuser',
    'ACME\tbob\tbob@127.0.0.1',
  ])
  const { rows } = await inspector.query(
    `select event, actor_name from app.ledger where event = 'user.created'`,
  )
  expect(rows).toHaveLength(2)
})

test('a lost password is replaced, whoever was signed in with it is signed out, and the ledger tells', async () => {
  const { env, inspector } = await newTarget(true)
  const create = ['admin', 'create', '--organization', 'ACME', '--username', 'ada', '--password-stdin']
  await run(env, create, PASSWORD)
  const port = await freePort()
  const api = await startCommand({ ...env, PORT: port }, ['api'])
  const url = `http://127.0.0.1:${port}`
  const before = await signIn(url, 'ada')
  const reset = await run(env, ['admin', 'reset-password', '--username', 'ada'])
  const password = /The password is (\S+) /.exec(reset.output)?.[1] ?? reset.output
  await expect.poll(async () => (await before.get('/api/v1/users/me/')).status).toBe(401)
  await expect(signIn(url, 'ada')).rejects.toThrow(/wrong/)
  await signIn(url, 'ada', password)
  const { rows } = await inspector.query(
    `select actor_name, after from app.ledger where event = 'user.password_reset'`,
  )
  expect(rows).toEqual([{ actor_name: 'command line', after: null }])
  expect((await run(env, ['admin', 'reset-password', '--username', 'eve'])).output).toMatch(/"eve"/)
  await api.stop()
})

test('a password on the command line is refused', async () => {
  const words = [
    'admin',
    'create',
    '--organization',
    'ACME',
    '--username',
    'ada',
    '--password',
    'visible to all',
  ]
  const refused = await run({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, words)
  expect(refused.code).toBe(2)
  expect(refused.output).toMatch(/--password/)
  expect(refused.output).not.toMatch(/visible/)
})

test('a restore that is killed leaves a database that nothing works on but the next restore', async () => {
  const source = await newTarget(true)
  await source.inspector.query(`insert into app.clients (organization_id, name)
    select 1, 'client ' || n || repeat(md5(n::text), 5) from generate_series(1, 60000) n`)
  const file = newFile()
  await takeBackup(readerOf(source.address), file)
  const target = await newTarget()
  const child = spawnCommand(target.env, ['restore', file])
  const isLoading = async () => {
    const { rows } = await target.inspector.query(
      `select from pg_stat_activity where datname = current_database() and query like 'copy app.clients%'`,
    )
    return rows.length > 0
  }
  await expect.poll(isLoading, { timeout: 60_000, interval: 5 }).toBe(true)
  child.kill('SIGKILL')
  for (const command of ['api', 'worker', 'migrate'])
    expect((await run(target.env, [command])).output).toMatch(/restore .* was not finished/)
  const again = await run(target.env, ['restore', file])
  expect(again.output).toMatch(/every table was compared/)
  expect(await target.count('app.clients')).toBe(60_000)
  expect((await run(target.env, ['migrate'])).output).toMatch(/up to date/)
})

test('the embedded database is saved while it runs and while it rests, and restored into an empty folder only', async () => {
  const dataDir = join(folder, 'data')
  const env = { DATA_DIR: dataDir, PORT: await freePort(), WATCHDESK_ADMIN_PASSWORD: PASSWORD }
  const [hot, cold] = [newFile(), newFile()]
  expect((await run({ DATA_DIR: join(folder, 'none') }, ['backup', hot])).output).toMatch(/no database in/)
  const product = await startCommand(env, ['start'])
  expect((await run(env, ['backup', hot])).output).toMatch(/holds \d+ rows/)
  await product.stop()
  expect((await run(env, ['backup', cold])).output).toMatch(/holds \d+ rows/)
  expect((await run(env, ['backup', '--verify', cold])).output).toMatch(/is whole/)
  const refused = await run(env, ['restore', cold])
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.output).toMatch(`${dataDir} is not empty`)

  const other = join(folder, 'other')
  const restored = { ...env, DATA_DIR: other }
  expect((await run(restored, ['restore', hot])).output).toMatch(/The stream's epoch is \d+/)
  expect(existsSync(join(other, 'restore-unfinished'))).toBe(false)
  await writeFile(join(other, 'restore-unfinished'), '')
  expect((await run(restored, ['start'])).output).toMatch(/was not finished/)
  expect((await run(restored, ['restore', hot])).output).toMatch(/every table was compared/)
  const again = await startCommand(restored, ['start'])
  await signIn(`http://127.0.0.1:${env.PORT}`, 'admin')
  expect(again.output()).not.toMatch(/Sign in as/)
  await again.stop()
  for (const place of [dataDir, other])
    await rm(await realpath(join(place, 'postgres')), { recursive: true, force: true })
})
