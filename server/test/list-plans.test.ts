import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../src/app/modules.ts'
import { systemContext } from '../src/platform/context.ts'
import type { AnyResource } from '../src/platform/resource/resource.ts'
import { explainList, indexedNouns, type PlanNode } from './explain.ts'
import { useTestServer } from './harness.ts'

const server = useTestServer()
let unique: Set<string>
beforeAll(async () => {
  const rows = await server().sql<{ name: string }>(
    'select indexrelid::regclass::text as name from pg_index where indisunique',
  )
  unique = new Set(rows.map(({ name }) => name.replace(/^.*\./, '')))
})

/** How the first page would be read if sorting and reading everything were forbidden: what remains has no other way. */
async function planOf(resource: AnyResource, ordering: string): Promise<PlanNode[]> {
  const everything = new Set(Object.keys(catalogue))
  const ctx = { ...systemContext(server().tenant.organizationId, 'test'), permissions: everything }
  // A write, for its one transaction: what is switched off stays off until the statement.
  return server().door.write(ctx, async (tx) => {
    for (const way of ['seqscan', 'sort', 'hashjoin', 'mergejoin', 'bitmapscan'])
      await tx.all(sql`select set_config(${`enable_${way}`}, 'off', true)`)
    const [nodes = []] = await explainList(tx, resource, { ordering, cursor: '' })
    return nodes
  })
}

/** Nothing is sorted but groups of one: rows that a unique index has put in order but for their id. */
function isOneRange(nodes: PlanNode[]) {
  // The partitions of `t` are t_1, t_2 …
  const [own, ...others] = nodes.filter(({ Alias }) => /^t(_\d+)?$/.test(Alias ?? ''))
  if (!own || [own, ...others].some((node) => node['Node Type'] === 'Seq Scan')) return false
  const sorts = nodes.map((node) => node['Node Type']).filter((type) => type.includes('Sort'))
  return sorts.every((type) => type === 'Incremental Sort' && unique.has(own['Index Name'] ?? ''))
}

describe.each(indexedNouns)('$path', ({ resource }) => {
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
