import { once } from 'node:events'
import { expect, test } from 'vitest'
import { dial, openLive } from '../../src/modules/noc/live/live.fixtures.ts'
import type { Contract } from '../contract.ts'
import type { Person } from '../harness.ts'
import type { World } from './world.ts'

/** What is written goes out on the noun's topic, to those who may see it. */
export function liveRules(
  { resource }: Contract,
  change: NonNullable<Contract['change']>,
  world: () => World,
) {
  const { path, topic, kind } = resource
  const listen = (person: Person) => openLive(person.url, person.token)

  test('what is created, changed, deleted and restored arrives live, and in no other tenant', async () => {
    const { admin, stranger, foreign, another } = world()
    const [live, elsewhere] = await Promise.all([listen(admin), listen(stranger)])
    await Promise.all([live.sub(topic), elsewhere.sub(topic)])
    const { id } = await another()
    const arrives = (op: string, ver: number) =>
      live.event((event) => event.k === kind && event.eid === id && event.op === op && event.ver === ver)
    const created = await arrives('upsert', 1)
    const listed = await admin.get(`${path}/?ordering=-created_at&page_size=10`)
    expect(listed.body.results).toContainEqual(created.d)

    const { version } = (await admin.patch(`${path}/${id}/`, change())).body
    expect((await arrives('upsert', version)).d).toMatchObject({ id, version })
    await admin.delete(`${path}/${id}/`)
    expect(await arrives('delete', version + 1)).not.toHaveProperty('d')
    await admin.post(`${path}/${id}/restore/`)
    await arrives('upsert', version + 2)

    const theirs = await another(foreign)
    await elsewhere.event(({ eid }) => eid === theirs.id)
    expect(elsewhere.events().map(({ eid }) => eid)).not.toContain(id)
    await Promise.all([live.close(), elsewhere.close()])
  })

  test('the stream is closed to somebody who may see nothing', async () => {
    const { url, token } = world().nobody
    const live = dial(url)
    await once(live.socket, 'open')
    live.say({ t: 'hello', v: 1, token })
    live.say({ t: 'sub', id: topic, topic })
    expect(await live.closed()).toBe(4003)
    expect(live.frames.map(({ t }) => t)).toEqual(['bye'])
  })
}
