import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newDatabase, newFolder, readerOf } from './backup.fixtures.ts'
import { takeBackup } from './backup.ts'
import { checkArchive, restore } from './restore.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const { newFile, remove } = await newFolder()
let whole: Buffer
const databases: { close(): Promise<void> }[] = []
afterAll(async () => {
  await Promise.all(databases.map(({ close }) => close()))
  await remove()
})

beforeAll(async () => {
  const source = await newDatabase(true)
  databases.push(source)
  await source.inspector.query(`insert into app.clients (organization_id, name)
    select 1, 'client ' || n || ' ' || md5(n::text) from generate_series(1, 2000) n`)
  await source.inspector.query(
    `insert into app.organizations (organization_id, id, name, kind) values (1, 1, 'kept', 'tenant')`,
  )
  await source.inspector.query(`insert into app.users (organization_id, username, email, display_name)
    values (1, 'ada', 'ada@example.org', 'Ada')`)
  await source.inspector.query(`insert into auth.credentials (user_id, organization_id, username, password_hash)
    select id, 1, 'ada', '' from app.users`)
  const file = newFile()
  await takeBackup(readerOf(source.address), file)
  whole = await readFile(file)
})

/** The same archive with other content. */
async function changed(change: (content: Buffer) => Buffer) {
  const file = newFile()
  await writeFile(file, gzipSync(change(gunzipSync(whole))))
  return file
}
const replaced = (from: string, to: string) =>
  changed((content) => Buffer.from(content.toString('latin1').replaceAll(from, to), 'latin1'))

test('an archive that nobody touched is whole', async () => {
  const { manifest } = await checkArchive(await changed((content) => content))
  expect(manifest.tables['app.clients']).toMatchObject({ rows: 2000 })
})

test('one changed letter is found, and named by its table', async () => {
  await expect(checkArchive(await replaced('client 77 ', 'client 78 '))).rejects.toThrow(
    /table app\.clients.*not the same/,
  )
})

test('a file that ends early is refused, and named by the table where it ends', async () => {
  const content = gunzipSync(whole)
  const cut = newFile()
  await writeFile(cut, gzipSync(content.subarray(0, content.indexOf('client 900 '))))
  await expect(checkArchive(cut)).rejects.toThrow(/damaged at table app\.clients/)
  await writeFile(cut, whole.subarray(0, whole.length - 20))
  await expect(checkArchive(cut)).rejects.toThrow(/is damaged at/)
})

test('a damaged place on the disk is refused', async () => {
  const file = newFile()
  const flipped = Buffer.from(whole)
  const at = Math.floor(flipped.length / 2)
  // More than one bit: a single one may lie where compression leaves them to chance.
  for (let more = 0; more < 8; more++) flipped[at + more] = (flipped[at + more] as number) ^ 0xff
  await writeFile(file, flipped)
  await expect(checkArchive(file)).rejects.toThrow(/is damaged at/)
})

test('an archive of a newer Watchdesk is refused by the migration that this one does not know', async () => {
  const file = await replaced('0005_noc_alerts.sql', '9905_noc_alerts.sql')
  await expect(checkArchive(file)).rejects.toThrow(/newer Watchdesk.*9905_noc_alerts\.sql/)
})

test('an archive of another format is refused by its number', async () => {
  await expect(checkArchive(await replaced('"format": 1,', '"format": 2,'))).rejects.toThrow(/format 2/)
})

test('an archive whose rows were kept out by row-level security is refused', async () => {
  const source = await newDatabase(true)
  databases.push(source)
  await source.inspector.query(`insert into app.users (organization_id, username, email, display_name)
    values (1, 'ada', 'ada@example.org', 'Ada')`)
  await source.inspector.query(`insert into auth.credentials (user_id, organization_id, username, password_hash)
    select id, 1, 'ada', '' from app.users`)
  await source.inspector.query('alter table app.users disable trigger all; delete from app.users')
  const file = newFile()
  await takeBackup(readerOf(source.address), file)
  await expect(checkArchive(file)).rejects.toThrow(/app\.users.*row-level security/)
})

test('what is no archive, and what is not there, is said to be so', async () => {
  const file = newFile()
  await expect(checkArchive(file)).rejects.toThrow('no such file')
  await appendFile(file, 'some text')
  await expect(checkArchive(file)).rejects.toThrow(/damaged at its beginning/)
})

test('a database with anything in it is refused by what is there, and nothing happens to it', async () => {
  const target = await newDatabase()
  databases.push(target)
  const file = await changed((content) => content)
  const archive = await checkArchive(file)
  await target.inspector.query('create table public.precious as select 1 as one')
  await expect(restore(target.address, file, archive)).rejects.toThrow(/is not empty \(public\.precious\)/)
  expect(await target.count('public.precious')).toBe(1)
  const { rows } = await target.inspector.query(
    `select to_regclass('public.watchdesk_unfinished_restore') as mark`,
  )
  expect(rows).toEqual([{ mark: null }])
})

test('rows that change on their way are found before the restore is called done, and nothing of it stays', async () => {
  const target = await newDatabase()
  databases.push(target)
  const file = await changed((content) => content)
  const archive = await checkArchive(file)
  await writeFile(file, await readFile(await replaced('client 77 ', 'client 78 ')))
  await expect(restore(target.address, file, archive)).rejects.toThrow(/app\.clients/)
  expect(await target.count('app.clients')).toBe(0)
  await writeFile(file, whole)
  await restore(target.address, file, archive)
  expect(await target.count('app.clients')).toBe(2000)
})
