import { expect, test, vi } from 'vitest'
import { useTestServer } from '../../../test/harness.ts'

vi.setConfig({ testTimeout: 240_000 })

const server = useTestServer()
const CALLS = 1000
const SEED = 20_261_129

/** Mulberry32: the same calls in each run. */
function seeded(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d_2b_79_f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

interface Known {
  path: string
  kind: string
  id: number
  name: string
  isDeleted: boolean
}

const NOUNS = [
  ['/api/v1/teams/', 'team'],
  ['/api/v1/departments/', 'department'],
  ['/api/v1/configuration-items/', 'configuration_item'],
  ['/api/noc/clients/', 'client'],
] as const

test('a thousand random changes by several people leave an entry each: who, before and after', async () => {
  const { tenant } = server()
  const below = seeded(SEED)
  const people = [tenant.administrator, await tenant.person('administrator')]
  const records: Known[] = []
  const promised: unknown[] = []

  for (let call = 0; call < CALLS; call++) {
    const person = people[below(people.length)]!
    const known = records[below(records.length || 1)]
    const dice = below(10)
    const name = `Name ${call}`
    let answer: Awaited<ReturnType<typeof person.send>>
    let entry: unknown
    if (!known || dice < 3) {
      const [path, kind] = NOUNS[below(NOUNS.length)]!
      answer = await person.post(path, { name })
      records.push({ path, kind, id: answer.body.id, name, isDeleted: false })
      entry = [`${kind}.created`, answer.body.id, null, { name }]
    } else {
      const { path, kind, id } = known
      const url = `${path}${id}/`
      if (known.isDeleted) {
        answer = await person.post(`${url}restore/`, {})
        entry = [`${kind}.restored`, id, { deleted: true }, { deleted: false }]
        known.isDeleted = false
      } else if (dice < 8) {
        answer = await person.patch(url, { name })
        entry = [`${kind}.updated`, id, { name: known.name }, { name }]
        known.name = name
      } else {
        answer = await person.delete(url)
        entry = [`${kind}.deleted`, id, { deleted: false }, { deleted: true }]
        known.isDeleted = true
      }
    }
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    promised.push([
      answer.headers.get('x-request-id'),
      person.userId,
      person.username,
      ...(entry as unknown[]),
    ])
  }

  const found: unknown[] = []
  let query: string = `?cursor=&page_size=100&ordering=id&at__gte=2020-01-01`
  while (query) {
    const { body } = await tenant.administrator.get(`/api/v1/audit-logs/${query}`)
    found.push(...body.results)
    query = body.next ? new URL(body.next).search : ''
  }
  const wanted = new Set(promised.map((entry) => (entry as string[])[0]))
  const told = (found as Record<string, unknown>[])
    .filter(({ request_id }) => wanted.has(request_id as string))
    .map((row) =>
      ['request_id', 'actor_id', 'actor_name', 'event', 'subject_id', 'before', 'after'].map(
        (key) => row[key],
      ),
    )
  expect(told).toEqual(promised)
})
