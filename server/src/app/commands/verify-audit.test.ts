import { execFile } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { signIn, startTestServer, TEST_CONFIG, unique } from '../../../test/harness.ts'
import type { DatabaseAddress } from '../../platform/database.ts'
import { createLogger } from '../../platform/log.ts'
import { newDatabase, newFolder, readerOf, urlOf } from '../backup/backup.fixtures.ts'
import { takeBackup } from '../backup/backup.ts'
import { checkArchive, restore } from '../backup/restore.ts'
import { startRuntime } from '../runtime.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url))
const key = TEST_CONFIG.secretKey as Buffer
const { folder, newFile, remove } = await newFolder()
afterAll(remove)

interface Trail {
  address: DatabaseAddress
  /** Of the signed heads. */
  file: string
  username: string
}

/** Some changes by an administrator of organization 1, and the heads that their API signed when it stopped. */
async function newTrail(): Promise<Trail> {
  const file = newFile()
  const { address, tenant, close } = await startTestServer({ auditHeadsFile: file, dataDir: folder })
  const { username } = tenant.administrator
  for (let n = 0; n < 3; n++) await tenant.administrator.post('/api/v1/teams/', { name: unique('Team') })
  await close()
  return { address, file, username }
}

/** Another API on this database, for one more change, then stopped. */
async function continueTrail({ address, file, username }: Trail) {
  const config = { ...TEST_CONFIG, auditHeadsFile: file, dataDir: folder }
  const runtime = await startRuntime(config, address, createLogger('silent'))
  const url = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  await (await signIn(url, username)).post('/api/v1/teams/', { name: unique('Team') })
  await runtime.close()
}

/** As an operator would call it. */
async function verify({ address, file }: Trail) {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: urlOf(address),
    AUDIT_HEADS_FILE: file,
    WATCHDESK_SECRET_KEY: key.toString('base64'),
  }
  return promisify(execFile)(process.execPath, [MAIN, 'verify-audit'], { env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  )
}

/** With the rights of a superuser. */
async function tamper<Row extends pg.QueryResultRow>({ address }: Trail, text: string) {
  const client = new pg.Client({ ...readerOf(address), options: '-c search_path=app' })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

test('an API that stops leaves signed heads behind, which nobody else may read, and the trail holds', async () => {
  const trail = await newTrail()
  await continueTrail(trail)
  expect((await stat(trail.file)).mode & 0o777).toBe(0o600)
  const { code, output } = await verify(trail)
  expect(output).toMatch(/2 lines are signed; public key [\w+/]{43}=/)
  expect(output).toMatch(/organization 1: \d+ rows and 2 signed heads hold\n/)
  expect(output).toMatch(/The audit trail holds: \d+ rows/)
  expect(code).toBe(0)
})

test('a changed row is named with its organization, place and id, and the command fails', async () => {
  const trail = await newTrail()
  const [row] = await tamper<{ id: number; seq: number }>(
    trail,
    `select l.id, s.stream_seq as seq from ledger l join ledger_seals s on s.ledger_id = l.id
      where l.event = 'team.created' order by 1 limit 1`,
  )
  await tamper(trail, `update ledger set actor_id = actor_id + 1 where id = ${row?.id}`)
  const found = await verify(trail)
  expect(found.code).toBe(1)
  expect(found.output).toContain(`organization 1: row ${row?.seq} (id ${row?.id}) was changed`)
  await tamper(trail, `update ledger set actor_id = actor_id - 1 where id = ${row?.id}`)
  expect((await verify(trail)).code).toBe(0)
})

test('a line that was changed or signed by another key is named; one that was torn says nothing', async () => {
  const trail = await newTrail()
  const text = await readFile(trail.file, 'utf8')
  await writeFile(trail.file, text.replace('"epoch":1', '"epoch":2'))
  const found = await verify(trail)
  expect(found.code).toBe(1)
  expect(found.output).toContain("line 2 is not signed by this installation's key")
  await writeFile(trail.file, `${text}\n{"at":"torn`)
  await continueTrail(trail)
  expect((await verify(trail)).output).toMatch(/2 lines are signed/)
})

test('an end that was cut off with every note of it in the database is found by what was signed', async () => {
  const trail = await newTrail()
  const [end] = await tamper<{ seq: number }>(trail, 'select seq from stream_heads where organization_id = 1')
  const seq = Number(end?.seq)
  await tamper(
    trail,
    `delete from ledger where organization_id = 1 and id in (select ledger_id from ledger_seals where organization_id = 1 and stream_seq = ${seq});
    delete from ledger_seals where organization_id = 1 and stream_seq = ${seq};
    update stream_heads h set seq = s.stream_seq, hash = s.hash from ledger_seals s
      where s.organization_id = 1 and h.organization_id = 1 and s.stream_seq = ${seq - 1}`,
  )
  const found = await verify(trail)
  expect(found.output).toContain(`organization 1: row ${seq} and everything behind it was cut off`)
  expect(found.code).toBe(1)
})

test('after a restore the trail holds, and it is told what had been signed beyond the backup', async () => {
  const trail = await newTrail()
  const backup = newFile()
  await takeBackup(readerOf(trail.address), backup)
  await continueTrail(trail)
  const copy = await newDatabase()
  await restore(copy.address, backup, await checkArchive(backup))
  const restored = { ...trail, address: copy.address }
  await continueTrail(restored)
  await copy.close()
  const { code, output } = await verify(restored)
  expect(output).toMatch(
    /rows and 3 signed heads hold; restored at \S+ \(epoch \d+\): what was signed behind row \d+ was not in the backup/,
  )
  expect(code).toBe(0)
})
