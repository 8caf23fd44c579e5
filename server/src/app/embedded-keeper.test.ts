import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../test/harness.ts'
import type { EmbeddedPostgres } from './embedded/index.ts'
import { keepEmbeddedPostgres } from './embedded-keeper.ts'

const RECOVERED_MS = 10_000
const lines: string[] = []
let dataDir: string
let server: EmbeddedPostgres
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'watchdesk-test-'))
  await chmod(dataDir, 0o711)
  server = await keepEmbeddedPostgres({ dataDir, log: (line) => void lines.push(line) })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test('a PostgreSQL that is killed is there again within 10 s, at the same socket, with what it had committed', async () => {
  await ask('create table kept (n integer)')
  await ask('insert into kept values (1)')
  killPostmaster()
  expect(await eventually('its return', () => ask('select n from kept'), RECOVERED_MS)).toEqual([{ n: 1 }])
  expect(lines.join('\n')).toMatch(/ended by itself: SIGKILL\. Starting it again/)
})

test('one that is killed again and again is given up, and says why', async () => {
  let reason: Error | undefined
  server.died.then((error) => {
    reason = error
  })
  await eventually(
    'the end',
    async () => {
      if (await ask('select').catch(() => undefined)) killPostmaster()
      return reason
    },
    60_000,
  )
  expect(reason?.message).toMatch(/ended by itself/)
}, 70_000)

async function ask(text: string) {
  const client = new pg.Client(server.connection)
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(text)).rows
  } catch (error) {
    if (/ECONN|ENOENT|57P03/.test((error as { code?: string }).code ?? '')) return undefined
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

function killPostmaster() {
  try {
    const pid = readFileSync(join(server.location, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]
    process.kill(Number(pid), 'SIGKILL')
  } catch {
    // It is just not there.
  }
}
