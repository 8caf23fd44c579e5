import { expect } from 'vitest'
import { openLive } from '../src/modules/noc/live/live.fixtures.ts'
import type { Person } from './harness.ts'

/** What one person sees of something, by channel: the ids, in order. */
type Sight = Record<string, number[]>

interface Looking {
  path: string
  topic: string
  /** A search that finds every record in question. */
  search?: string
  /** Every record in question, seen or not. */
  ids: readonly number[]
  /** Addresses below a record that answer 404 where it is out of sight. */
  below?: readonly string[]
  /** Changes every record in question, in the order of their ids; what is told of it is seen live. */
  touch?: () => Promise<unknown>
}

const idsOf = (records: { id: number }[]) => records.map(({ id }) => id).sort((a, b) => a - b)
const ordered = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b)

/** Looks through each channel that a noun's records are seen by. Whatever is found beyond those in question counts as well. */
export async function lookThrough(person: Person, looking: Looking): Promise<Sight> {
  const { path, topic, search, ids, below = [], touch } = looking
  const list = async (query: string) => {
    const { status, body } = await person.get(`${path}/?${query}`)
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }
  const reached = async (suffix: string) => {
    const answers = await Promise.all(
      ids.map(async (id) => ({ id, status: (await person.get(`${path}/${id}/${suffix}`)).status })),
    )
    for (const { status } of answers) expect([200, 404]).toContain(status)
    return idsOf(answers.filter(({ status }) => status === 200))
  }
  const sight: Sight = {}
  const page = await list('page_size=100')
  sight.list = idsOf(page.results)
  expect(page.count, 'the count of the list').toBe(sight.list.length)
  sight.cursor = idsOf((await list('cursor=&page_size=100')).results)
  if (search) sight.search = idsOf((await list(`search=${search}&page_size=100`)).results)
  for (const suffix of ['', ...below]) sight[suffix || 'get'] = await reached(suffix)

  const live = await openLive(person.url, person.token)
  const snapshot = await live.sub(topic, { snapshot: { limit: 100 } })
  sight.snapshot = idsOf(snapshot.items)
  if (touch) {
    const { cursor } = (await person.get(`/api/noc/changes/?topics=${topic}&wait=0`)).body
    await touch()
    const last = sight.list.at(-1)
    await live.event(({ eid }) => eid === last)
    sight.live = ordered(new Set(live.events().map(({ eid }) => eid)))
    sight.changes = ordered(await changesSince(person, topic, cursor, last))
  }
  await live.close()
  return sight
}

/** The records that the long poll tells of, asked on until it has told of the last. */
async function changesSince(person: Person, topic: string, from: string, last: number | undefined) {
  const told = new Set<number>()
  for (let cursor = from, asked = 0; asked < 10 && !(last && told.has(last)); asked++) {
    const { body } = await person.get(`/api/noc/changes/?topics=${topic}&cursor=${cursor}&wait=1`)
    for (const { eid } of body.events) told.add(eid)
    cursor = body.cursor
  }
  return told
}

/** Each channel shows these records and no others. */
export const expectSight = (sight: Sight, ids: number[]) =>
  expect(sight).toEqual(Object.fromEntries(Object.keys(sight).map((channel) => [channel, ordered(ids)])))
