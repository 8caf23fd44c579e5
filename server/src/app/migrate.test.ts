import { readdir } from 'node:fs/promises'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createDatabase } from '../../test/harness.ts'
import { migrate } from './migrate.ts'

const files = (await readdir(new URL('../../migrations/', import.meta.url))).sort()

test('an empty database gets every migration once, whoever else starts at the same time', async () => {
  const { address, inspector } = await createDatabase(false)
  const applied = await Promise.all([migrate(address), migrate(address)])
  expect(applied.flat().sort()).toEqual(files)
  expect(applied.map((names) => names.length).sort()).toEqual([0, files.length])
  expect(await migrate(address)).toEqual([])
  const { rows } = await inspector.query('select name from public.watchdesk_migrations order by name')
  expect(rows.map(({ name }) => name)).toEqual(files)
  await inspector.end()
})

test('a migration that was changed after it had been applied is refused by name, and nothing is applied', async () => {
  const { address, inspector } = await createDatabase()
  const [first, last] = [files[0], files.at(-1)]
  await inspector.query(
    `update public.watchdesk_migrations set checksum = 'of something else' where name = $1`,
    [first],
  )
  await inspector.query('delete from public.watchdesk_migrations where name = $1', [last])
  await expect(migrate(address)).rejects.toThrow(first)
  const { rows } = await inspector.query('select from public.watchdesk_migrations where name = $1', [last])
  expect(rows).toEqual([])
  await inspector.end()
})

test('a migration that fails leaves nothing of itself and says which it was', async () => {
  const { address, inspector } = await createDatabase()
  const last = files.at(-1)
  await inspector.query('delete from public.watchdesk_migrations where name = $1', [last])
  await expect(migrate(address)).rejects.toThrow(`The migration ${last} failed`)
  const { rows } = await inspector.query('select from public.watchdesk_migrations where name = $1', [last])
  expect(rows).toEqual([])
  await inspector.end()
})

test('a login that may not create roles migrates when its administrator made and granted them', async () => {
  const { superuser } = inject('cluster')
  const { address, inspector } = await createDatabase(false)
  const user = `plain_${process.pid}`
  await inspector.query(`create role ${user} login password '${user}'`)
  await inspector.query(`grant app_rw, app_relay, app_jobs to ${user}`)
  await inspector.query(`alter database ${address.database} owner to ${user}`)
  try {
    expect(await migrate({ ...address, user, password: user } as typeof address)).toEqual(files)
  } finally {
    await inspector.end()
    const maker = new pg.Client(superuser)
    await maker.connect()
    await maker.query(`drop database ${address.database} with (force)`)
    await maker.query(`drop role ${user}`)
    await maker.end()
  }
})
