import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../test/harness.ts'
import { loadSecretKey, refuseOtherKey } from './secret-key.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchdesk-key-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the first start makes the key, for its owner alone; processes that start together share it, and later ones', async () => {
  const dataDir = join(folder, 'new')
  const keys = await Promise.all(
    Array.from({ length: 10 }, () => loadSecretKey({ secretKey: null, dataDir })),
  )
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1)
  expect(keys[0]).toHaveLength(32)
  expect(await readdir(dataDir)).toEqual(['secret.key'])
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600)
  expect(await loadSecretKey({ secretKey: null, dataDir })).toEqual(keys[0])
})

test('a key from the environment goes before the file', async () => {
  const secretKey = Buffer.alloc(32, 1)
  expect(await loadSecretKey({ secretKey, dataDir: join(folder, 'unused') })).toBe(secretKey)
  expect(await readdir(folder)).not.toContain('unused')
})

test('a damaged file is refused and left as it is', async () => {
  await writeFile(join(folder, 'secret.key'), 'short')
  await expect(loadSecretKey({ secretKey: null, dataDir: folder })).rejects.toThrow(/no key of 32 bytes/)
  expect(await readFile(join(folder, 'secret.key'), 'utf8')).toBe('short')
})

test('a process with another key than the database knows does not start', async () => {
  const { address, inspector } = await createDatabase()
  await inspector.end()
  const pool = new pg.Pool({ ...address, max: 1 })
  try {
    await refuseOtherKey(pool, 'one')
    await refuseOtherKey(pool, 'one')
    await expect(refuseOtherKey(pool, 'two')).rejects.toThrow(
      /sealed by the key one, and this process has two/,
    )
  } finally {
    await pool.end()
  }
})
