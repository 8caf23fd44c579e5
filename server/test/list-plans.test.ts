import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue, resources } from '../src/app/modules.ts'
import type { Query } from '../src/platform/compile.ts'
import { systemContext } from '../src/platform/context.ts'
import { listRows } from '../src/platform/list/list.ts'
import type { AnyResource } from '../src/platform/resource/resource.ts'
import type { ReadTx } from '../src/platform/unit-of-work.ts'
import { useTestServer } from './harness.ts'

interface PlanNode {
  'Node Type': string
  Alias?: string
  'Index Name'?: string
  Plans?: PlanNode[]
}

const server = useTestServer()
let unique: Set<string>
beforeAll(async () => {
  const rows = await server().sql<{ name: string }>(
    'select indexrelid::regclass::text as name from pg_index where indisunique',
  )
  unique = new Set(rows.map(({ name }) => name.replace(/^.*\./, '')))
})

/** How the first page would be read if sorting and reading everything were forbidden: what remains has no other way. */
async function planOf({ list, source }: AnyResource, ordering: string): Promise<PlanNode[]> {
  const everything = new Set(Object.keys(catalogue))
  const ctx = { ...systemContext(server().tenant.organizationId, 'test'), permissions: everything }
  // A write, for its one transaction: what is switched off stays off until the statement.
  return server().door.write(ctx, async (tx) => {
    for (const way of ['seqscan', 'sort', 'hashjoin', 'mergejoin', 'bitmapscan'])
      await tx.all(sql`select set_config(${`enable_${way}`}, 'off', true)`)
    let nodes: PlanNode[] = []
    const explaining: ReadTx = {
      ...tx,
      all: async <Row>(query: Query<Row>) => {
        const [row] = await tx.all(
          sql<{ 'QUERY PLAN': { Plan: PlanNode }[] }>`explain (format json) ${query as never}`,
        )
        nodes = flatten(row?.['QUERY PLAN'][0]?.Plan)
        return []
      },
    }
    await listRows(explaining, list, source, { ordering, cursor: '' }, '/')
    return nodes
  })
}

const flatten = (node: PlanNode | undefined): PlanNode[] =>
  node ? [node, ...(node.Plans ?? []).flatMap(flatten)] : []

/** Nothing is sorted but groups of one: rows that a unique index has put in order but for their id. */
function isOneRange(nodes: PlanNode[]) {
  // The partitions of `t` are t_1, t_2 …
  const [own, ...others] = nodes.filter(({ Alias }) => /^t(_\d+)?$/.test(Alias ?? ''))
  if (!own || [own, ...others].some((node) => node['Node Type'] === 'Seq Scan')) return false
  const sorts = nodes.map((node) => node['Node Type']).filter((type) => type.includes('Sort'))
  return sorts.every((type) => type === 'Incremental Sort' && unique.has(own['Index Name'] ?? ''))
}

// Read by a function, tenant after tenant, as row-level security wants it: no index reaches across.
const UNINDEXED = ['tenant']
const indexed = resources.filter(({ kind }) => !UNINDEXED.includes(kind))

describe.each(indexed.map((resource) => ({ path: resource.path, resource })))('$path', ({ resource }) => {
  const { ordering, defaultOrdering } = resource.list
  const keys = Object.keys(ordering).flatMap((name) => [name, `-${name}`])

  test.each([...new Set([defaultOrdering, ...keys])])(
    'its list ordered by %s is one range of an index',
    async (wanted) => {
      const nodes = await planOf(resource, wanted)
      expect(
        isOneRange(nodes),
        JSON.stringify(nodes.map((node) => [node['Node Type'], node['Index Name']])),
      ).toBe(true)
    },
  )
})
