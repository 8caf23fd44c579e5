import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../src/app/modules.ts'
import { type Context, systemContext } from '../src/platform/context.ts'
import type { ListQuery } from '../src/platform/list/list.ts'
import type { AnyResource, Stamped } from '../src/platform/resource/resource.ts'
import { createCrowd } from './crowd.ts'
import { buffersOf, explainList, indexedNouns, type PlanNode } from './explain.ts'
import { useTestServer } from './harness.ts'
import { makeRecords, type Records } from './isolation/records.ts'

const FOUND_FOR = 200
/** The names of what 25 records point to are read besides, each some four buffers away. */
const SHOWN_FOR = 600

/** Who is limited to clients reads in the trails what four other nouns let them see. */
const BY_OTHER_NOUNS: Record<string, number> = { '/api/v1/audit-logs': 450, '/api/v1/access-logs': 450 }

const server = useTestServer()
let records: Records
let crowd: ReturnType<typeof createCrowd>
beforeAll(async () => {
  crowd = createCrowd(server())
  records = await makeRecords(server(), server().tenant, false)
})

/** Who sees all of the tenant, their own records, those of one client. */
function callers(): Context[] {
  const { organizationId, administrator } = server().tenant
  const all = {
    ...systemContext(organizationId, 'test'),
    permissions: new Set(Object.keys(catalogue)),
  }
  const own = new Set([...all.permissions].filter((name) => !/view_all|read_internal/.test(name)))
  const actor = { kind: 'user' as const, id: administrator.userId, name: administrator.username }
  return [all, { ...all, actor, permissions: own }, { ...all, clientIds: [idOf('/api/noc/clients')] }]
}

const idOf = (path: string) => records.get(`${path}/`) ?? 0

const plansOf = (noun: Pick<AnyResource, 'list' | 'source'>, query: ListQuery, caller: Context) =>
  server().door.read(caller, (tx) => explainList(tx, noun, query, 'analyze, buffers, timing off,'))

/** What decides which records stand on a page, without what is shown of them. */
const finding = ({ list, source: { from, visible } }: AnyResource) => ({
  list,
  source: { columns: sql<Stamped>`t.id`, from, ...(visible && { visible }) },
})

const isScan = (node: PlanNode) => node['Node Type'] === 'Seq Scan' && buffersOf(node) > 0

/** Something that a filter takes, found by asking it. */
function wordFor(make: (text: string, name: string) => unknown) {
  let refusal = ''
  for (const word of ['1', 'true', '2026-01-01T00:00:00Z', undefined]) {
    const text = word ?? /must be one of (\w+)/.exec(refusal)?.[1] ?? ''
    try {
      make(text, 'field')
      return text
    } catch (error) {
      refusal = (error as Error).message
    }
  }
  throw new Error(refusal)
}

function queriesOf({ list }: AnyResource): ListQuery[] {
  const filters = Object.entries(list.filters).flatMap(([field, operators]) =>
    Object.entries(operators).map(([operator, make]) => ({
      [operator ? `${field}__${operator}` : field]: wordFor(make),
    })),
  )
  const orderings = Object.keys(list.ordering).flatMap((name) => [name, `-${name}`])
  return [
    {},
    { cursor: '' },
    ...orderings.map((ordering) => ({ ordering })),
    ...filters,
    ...(list.search ? [{ search: 'plain' }, { search: 'nothing like it' }] : []),
  ]
}

describe.each(indexedNouns)('$path among 200,000 records of 200 tenants', ({ path, resource }) => {
  const shownTo = (caller: Context) => {
    const hidden = resource.list.hidden?.(caller) ?? []
    return queriesOf(resource).filter(
      (query) => !hidden.includes(Object.keys(query)[0]?.split('__')[0] ?? ''),
    )
  }
  beforeAll(() => crowd(resource.table, idOf(path)))

  test('has the thousand of its tenant', async () => {
    const { body } = await server().tenant.administrator.get(`${path}/?page_size=1`)
    expect(body.count).toBeGreaterThanOrEqual(1000)
  })

  test(`finds a page for ${FOUND_FOR} buffers at most, and counts for as many, whoever asks for whatever`, async () => {
    const dear: string[] = []
    for (const caller of callers()) {
      for (const query of shownTo(caller)) {
        for (const [whole, ...steps] of await plansOf(finding(resource), query, caller)) {
          const scans = steps.filter(isScan).map((node) => node['Relation Name'])
          const most = (caller.clientIds && BY_OTHER_NOUNS[path]) ?? FOUND_FOR
          if (buffersOf(whole) > most || scans.length > 0)
            dear.push(`${caller.actor.kind} ${JSON.stringify(query)}: ${buffersOf(whole)} ${scans}`)
        }
      }
    }
    expect(dear).toEqual([])
  })

  test(`shows it for ${SHOWN_FOR} at most`, async () => {
    for (const caller of callers()) {
      for (const query of shownTo(caller)) {
        const [[page] = []] = await plansOf(resource, query, caller)
        expect(buffersOf(page), JSON.stringify(query)).toBeLessThanOrEqual(SHOWN_FOR)
      }
    }
  })
})
