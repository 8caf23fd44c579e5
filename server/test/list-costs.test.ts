import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../src/app/modules.ts'
import { type Context, systemContext } from '../src/platform/context.ts'
import type { ListQuery } from '../src/platform/list/list.ts'
import type { AnyResource, Stamped } from '../src/platform/resource/resource.ts'
import type { ReadTx } from '../src/platform/unit-of-work.ts'
import { createCrowd } from './crowd.ts'
import { buffersOf, explainList, indexedNouns, type PlanNode } from './explain.ts'
import { useTestServer } from './harness.ts'
import { makeRecords, type Records } from './isolation/records.ts'

/** Buffers of 8 KB for finding a page of the tenant, and for counting. */
const FOUND_FOR = 200
/** A thousand hits are read, words and records: where the records are wide, as alerts are, 134 buffers are theirs alone. */
const SEARCHED_FOR = 250
/** The names of what 25 records point to, each some four buffers away. */
const NAMED_FOR = 500

const server = useTestServer()
let records: Records
let crowd: ReturnType<typeof createCrowd>
beforeAll(async () => {
  records = await makeRecords(server(), server().tenant, false)
  // Whoever is limited to one client, or one team, sees the whole thousand, too.
  const ofClients = ['incidents', 'alerts', 'sites', 'integrations', 'configuration_items']
  crowd = createCrowd(server(), {
    ...Object.fromEntries(ofClients.map((table) => [`${table}.client_id`, idOf('/api/noc/clients')])),
    'incidents.team_id': idOf('/api/v1/teams'),
  })
  // No noun of its own: what attachments point to.
  const [file] = await server().sql<{ id: number }>('select id from app.files limit 1')
  await crowd('files', file?.id ?? 0)
})

/** Who sees all of the tenant, their own records, those of a client that has all of them, of one that has none, of a team that has all. */
function callers(): Context[] {
  const { organizationId, administrator } = server().tenant
  const all = {
    ...systemContext(organizationId, 'test'),
    permissions: new Set(Object.keys(catalogue)),
  }
  const own = new Set([...all.permissions].filter((name) => !/view_all|read_internal/.test(name)))
  const actor = { kind: 'user' as const, id: administrator.userId, name: administrator.username }
  return [
    all,
    { ...all, actor, permissions: own },
    { ...all, clientIds: [idOf('/api/noc/clients')] },
    { ...all, clientIds: [1] },
    { ...all, clientIds: [], teamIds: [idOf('/api/v1/teams')] },
  ]
}

const idOf = (path: string) => records.get(`${path}/`) ?? 0

/** The second time: at the first a connection reads the catalog for the functions that it has not called before. */
function plansOf(noun: Pick<AnyResource, 'list' | 'source'>, query: ListQuery, caller: Context) {
  const explain = (tx: ReadTx) => explainList(tx, noun, query, 'analyze, buffers, timing off,')
  return server().door.read(caller, async (tx) => {
    if ('search' in query) await explain(tx)
    return explain(tx)
  })
}

const mostFor = (query: ListQuery) => ('search' in query ? SEARCHED_FOR : FOUND_FOR)

/** What decides which records stand on a page, without what is shown of them. */
const finding = ({ list, source: { from, visible } }: AnyResource) => ({
  list,
  source: { columns: sql<Stamped>`t.id`, from, ...(visible && { visible }) },
})

const isScan = (node: PlanNode) => node['Node Type'] === 'Seq Scan' && buffersOf(node) > 0

type Make = AnyResource['list']['filters'][string][string]

const isTaken = (make: Make | undefined, text: string) => {
  try {
    make?.(text, 'field')
    return true
  } catch {
    return false
  }
}

/** What a filter is asked for: what the tenant's records have, and what none of them has; both of what is true or false. */
function wordsFor(make: Make | undefined, shown: unknown): string[] {
  const likely = new Set([String(shown ?? ''), '1', 'true', 'false', '2026-01-01T00:00:00Z'])
  return [...likely].filter((text) => text !== '' && isTaken(make, text)).slice(0, 3)
}

/** Every ordering, filter and search of a list. @param record one as it is shown @param word that stands in each */
function queriesOf({ list }: AnyResource, record: Record<string, unknown>, word: string): ListQuery[] {
  const filters = Object.entries(list.filters).flatMap(([field, operators]) =>
    Object.entries(operators).flatMap(([operator, make]) =>
      wordsFor(make, record[field]).map((text) => ({ [operator ? `${field}__${operator}` : field]: text })),
    ),
  )
  const orderings = Object.keys(list.ordering).flatMap((name) => [name, `-${name}`])
  return [
    {},
    { cursor: '' },
    ...orderings.map((ordering) => ({ ordering })),
    ...filters,
    ...(list.search ? [{ search: word }, { search: 'nothing like it' }] : []),
  ]
}

describe.each(indexedNouns)('$path among 200,000 records of 200 tenants', ({ path, resource }) => {
  let queries: ListQuery[]
  beforeAll(async () => {
    await crowd(resource.table, idOf(path), resource.list.search)
    const { body } = await server().tenant.administrator.get(`${path}/${idOf(path)}/`)
    const [document] = await server().sql<{ word: string }>(
      `select split_part((tsvector_to_array(words))[1], '/', 2) as word from search.documents where kind = $1 and record_id = $2`,
      [resource.list.search, idOf(path)],
    )
    queries = queriesOf(resource, body, document?.word ?? '')
  })
  /** Who sees what the first one sees reads what they read. */
  const seers = () => callers().filter((caller, index) => index === 0 || resource.source.visible?.(caller))
  const askedBy = (caller: Context) => {
    const hidden = resource.list.hidden?.(caller) ?? []
    return queries.filter((query) => !hidden.includes(Object.keys(query)[0]?.split('__')[0] ?? ''))
  }

  test('has the thousand of its tenant', async () => {
    const { body } = await server().tenant.administrator.get(`${path}/?page_size=1`)
    expect(body.count).toBeGreaterThanOrEqual(1000)
  })

  test(`finds a page, and counts, for ${FOUND_FOR} buffers (searches ${SEARCHED_FOR}), and reads no table from end to end, whoever asks for whatever`, async () => {
    const dear: string[] = []
    for (const [index, caller] of seers().entries()) {
      for (const query of askedBy(caller)) {
        for (const [whole, ...steps] of await plansOf(finding(resource), query, caller)) {
          const scans = steps.filter(isScan).map((node) => node['Relation Name'])
          if (buffersOf(whole) > mostFor(query) || scans.length > 0)
            dear.push(`${index} ${JSON.stringify(query)}: ${buffersOf(whole)} ${scans}`)
        }
      }
    }
    expect(dear).toEqual([])
  })

  test(`shows it for ${NAMED_FOR} more`, async () => {
    const [caller] = callers() as [Context]
    for (const query of askedBy(caller)) {
      const [[page] = []] = await plansOf(resource, query, caller)
      expect(buffersOf(page), JSON.stringify(query)).toBeLessThanOrEqual(mostFor(query) + NAMED_FOR)
    }
  })
})
