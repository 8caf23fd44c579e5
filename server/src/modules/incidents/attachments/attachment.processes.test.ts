import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, type Person, SECRET_KEY, unique, useTestServer } from '../../../../test/harness.ts'
import { attach, pictureOf } from '../../../../test/uploads.ts'
import { systemContext } from '../../../platform/context.ts'

const MAIN = fileURLToPath(new URL('../../../main.ts', import.meta.url))
const server = useTestServer()
const processes: ChildProcess[] = []
let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'watchdesk-test-'))
})
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL')
  await rm(scratch, { recursive: true, force: true })
})

/** A second API process on the same database, and the same person there. */
async function startSecond() {
  const { host = '', port, user, password, database } = server().address as pg.ClientConfig
  const child = spawn(process.execPath, [MAIN, 'api'], {
    env: {
      ...process.env,
      DATABASE_URL: `postgres://${user}:${password}@localhost:${port}/${database}?host=${host}`,
      PORT: '0',
      PUBLIC_URL: 'http://watchdesk.test',
      WATCHDESK_SECRET_KEY: SECRET_KEY.toString('base64'),
      TMPDIR: scratch,
      DATA_DIR: join(scratch, 'data'),
    },
  })
  processes.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const listening = /listening at (http:\/\/127\.0\.0\.1:\d+)/
  const url = await eventually('the second process', async () => listening.exec(output)?.[1])
  const { administrator } = server().tenant
  const person = Object.assign(Object.create(administrator) as Person, { url })
  return { child, url, person }
}

const newIncident = async () =>
  (await server().tenant.administrator.post('/api/v1/incidents/', { title: unique('Incident') })).body.id
const stored = async () =>
  (
    await server().sql(`select (select count(*) from app.files) as files, (select count(*) from app.file_chunks) as chunks,
    (select count(*) from app.incident_attachments) as attachments`)
  )[0]
const waiting = async () =>
  (
    await server().sql(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
  ).length

test('what one process takes another one hands out; killed in the middle of storing, it leaves nothing', {
  timeout: 60_000,
}, async () => {
  const { tenant, door } = server()
  const incident_id = await newIncident()
  const { child, url, person } = await startSecond()
  const content = pictureOf(700_000)
  const { status, body } = await attach(person, { incident_id }, { content })
  expect(status).toBe(201)
  for (const origin of [url, server().url]) {
    const headers = { authorization: `Bearer ${tenant.administrator.token}` }
    const answer = await fetch(`${origin}/api/v1/incident-attachments/${body.id}/content/`, { headers })
    expect(content.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true)
  }

  const before = await stored()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const held = door.write(systemContext(tenant.organizationId, 'test'), async (tx) => {
    await tx.run(sql`select from incidents where id = ${incident_id} for update`)
    await released
  })
  const cut = attach(person, { incident_id }, { content }).catch(() => 'cut')
  await eventually(
    'the upload to wait for the incident, its content written',
    async () => (await waiting()) > 0,
  )
  child.kill('SIGKILL')
  expect(await cut).toBe('cut')
  release()
  await held
  await eventually('the killed transaction to end', async () => (await waiting()) === 0)
  expect(await stored()).toEqual(before)
  expect(await readdir(scratch)).toEqual([])
})
