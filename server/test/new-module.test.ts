import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeDatabaseTypes } from './generated-types.ts'
import { createDatabase } from './harness.ts'

// What a newcomer does first must work: the skeleton is written into a copy of the server and built there.
const root = fileURLToPath(new URL('../../', import.meta.url))
let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'watchdesk-new-module-'))
  await mkdir(join(copy, 'server'))
  const copied = ['tsconfig.base.json', 'server/tsconfig.json', 'server/src', 'server/test']
  for (const path of [...copied, 'server/package.json', 'server/migrations'])
    await cp(join(root, path), join(copy, path), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  await symlink(join(root, 'server/node_modules'), join(copy, 'server/node_modules'))
})
afterAll(() => rm(copy, { recursive: true }))

const run = (...args: string[]) => spawnSync(process.execPath, args, { encoding: 'utf8', cwd: copy })

async function migrateAndGenerate(names: string[]) {
  const { address, inspector } = await createDatabase()
  const client = new pg.Client(address)
  await client.connect()
  for (const name of names) await client.query(await readFile(join(copy, 'server/migrations', name), 'utf8'))
  await client.end()
  await inspector.end()
  writeDatabaseTypes(address, join(copy, 'server/src/db/types.ts'))
}

test('new-module writes modules that migrate and type-check, called like their noun or not', async () => {
  const migrations = () => readdir(join(copy, 'server/migrations'))
  const known = await migrations()
  for (const words of [
    ['assets', 'asset', 'assets'],
    ['workflows', 'flow-step', 'flow-steps'],
  ]) {
    const made = run(join(root, 'scripts/new-module.mjs'), ...words, copy)
    expect(made).toMatchObject({ status: 0, stderr: '' })
  }
  const added = (await migrations()).filter((name) => !known.includes(name))
  expect(added).toHaveLength(2)
  await migrateAndGenerate(added)

  const { stdout } = run(join(root, 'node_modules/typescript/bin/tsc'), '-p', 'server', '--listFiles')
  const said = stdout.split('\n').filter((line) => /src\/modules\/(assets|workflows)\//.test(line))
  // Somebody's unfinished edit elsewhere is not what this test is about; the files themselves must be among those read.
  expect(said.filter((line) => line.includes('error TS'))).toEqual([])
  expect(said).toHaveLength(8)
}, 240_000)
