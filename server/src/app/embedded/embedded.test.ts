import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'
import { identifyProcess } from './process.identity.ts'

// Creating a database takes a second here and several on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const running: EmbeddedPostgres[] = []
const leftovers = new Set<string>()
const lines: string[] = []
let dataDir: string

/** A DATA_DIR below a folder of mode 700, as root's home is: no other account can enter it. */
function closedFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'watchdesk-embedded-'))
  leftovers.add(folder)
  return join(folder, 'data')
}

async function start(folder: string) {
  const started = await startEmbeddedPostgres({ dataDir: folder, log: (line) => lines.push(line) })
  running.push(started)
  leftovers.add(started.location)
  return started
}

async function ask(connection: EmbeddedPostgres['connection'], sql: string) {
  const client = new Client(connection)
  // The server that a test kills cuts the connection, which is no failure of the test.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = ({ location }: { location: string }) =>
  Number(readFileSync(join(location, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])

function startInAnotherProcess(folder: string) {
  const program = `
    const { startEmbeddedPostgres } = await import('${new URL('./index.ts', import.meta.url)}')
    const { location, connection } = await startEmbeddedPostgres({ dataDir: '${folder}', log: () => {} })
    console.log(JSON.stringify({ location, connection }))
    setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function firstLine(child: ChildProcess) {
  const [chunk] = await once(child.stdout!, 'data')
  return JSON.parse(String(chunk)) as EmbeddedPostgres
}

beforeAll(() => {
  dataDir = closedFolder()
  return () => {
    for (const folder of leftovers) rmSync(folder, { recursive: true, force: true })
  }
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.stop()))
})

test('a database starts below a folder that only its owner may enter, closed to others itself', async () => {
  const { connection, location } = await start(dataDir)
  expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  const cluster = statSync(join(location, 'cluster'))
  expect(cluster.uid).not.toBe(0)
  expect(cluster.mode & 0o777).toBe(0o700)
  expect(await ask(connection, "select current_setting('listen_addresses') as open")).toEqual([{ open: '' }])
})

test('text is sorted by code point and folded by Unicode', async () => {
  const { connection } = await start(dataDir)
  const sql =
    "select string_agg(word, '' order by word) as sorted, lower('ÄÖ') as folded from unnest('{a,B,ä,Z}'::text[]) word"
  expect(await ask(connection, sql)).toEqual([{ sorted: 'BZaä', folded: 'äö' }])
})

test('a second start in the same folder is refused and names the process that holds it', async () => {
  await start(dataDir)
  await expect(start(dataDir)).rejects.toThrow(`(pid ${process.pid})`)
})

test('after kill -9 of PostgreSQL its end is told, and the next start has every committed row', async () => {
  const first = await start(dataDir)
  await ask(first.connection, 'create table kept as select 7 as number')
  process.kill(postmasterPid(first), 'SIGKILL')
  expect((await first.died).message).toMatch('SIGKILL')
  await first.stop()
  const second = await start(dataDir)
  expect(await ask(second.connection, 'select number from kept')).toEqual([{ number: 7 }])
})

test('after kill -9 of the process that started it, PostgreSQL stops and the folder is free again', async () => {
  const child = startInAnotherProcess(dataDir)
  const theirs = await firstLine(child)
  await ask(theirs.connection, 'create table written as select 8 as number')
  await expect(start(dataDir)).rejects.toThrow(`(pid ${child.pid})`)
  const pid = postmasterPid(theirs)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const { connection } = await start(dataDir)
  expect(identifyProcess(pid)).toBeUndefined()
  expect(await ask(connection, 'select number from written')).toEqual([{ number: 8 }])
})

test('after kill -9 of the process, PostgreSQL stops even when nobody starts again', async () => {
  const child = startInAnotherProcess(dataDir)
  const pid = postmasterPid(await firstLine(child))
  child.kill('SIGKILL')
  await expect.poll(() => identifyProcess(pid)).toBeUndefined()
})

test('a PostgreSQL that outlived its Watchdesk is stopped before the next start', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  const pid = postmasterPid(first)
  writeFileSync(join(first.location, 'lock/owner.json'), JSON.stringify({ pid: process.pid, started: '2' }))
  const { connection } = await start(dataDir)
  expect(lines.at(-1)).toMatch(`(pid ${pid})`)
  expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a lock whose process number now belongs to another process does not hold', async () => {
  const { location, stop } = await start(dataDir)
  await stop()
  mkdirSync(join(location, 'lock'))
  writeFileSync(join(location, 'lock/owner.json'), JSON.stringify({ pid: process.pid, started: '1' }))
  const { connection } = await start(dataDir)
  expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a database whose creation was interrupted is created anew', async () => {
  const folder = closedFolder()
  const { location, stop } = await start(folder)
  await stop()
  rmSync(join(location, 'cluster'), { recursive: true })
  mkdirSync(join(location, 'cluster.new/base'), { recursive: true })
  const { connection } = await start(folder)
  expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(existsSync(join(location, 'cluster.new'))).toBe(false)
})

test('a deleted folder of the same name starts empty, whatever its first database held', async () => {
  const first = await start(dataDir)
  await ask(first.connection, 'create table gone ()')
  await first.stop()
  rmSync(dataDir, { recursive: true })
  const { connection } = await start(dataDir)
  const orphan = lines
    .find((line) => line.includes('set aside'))
    ?.split(' ')
    .at(-1)
  if (orphan) leftovers.add(orphan)
  expect(await ask(connection, "select to_regclass('gone') as gone")).toEqual([{ gone: null }])
})

test('a database of another major version is refused before PostgreSQL touches it', async () => {
  const { location, stop } = await start(dataDir)
  await stop()
  writeFileSync(join(location, 'cluster/PG_VERSION'), '17\n')
  await expect(start(dataDir)).rejects.toThrow('made by PostgreSQL 17')
})
