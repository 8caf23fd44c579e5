import { sql } from 'kysely'
import { resources } from '../src/app/modules.ts'
import type { Query } from '../src/platform/compile.ts'
import { type ListQuery, listRows } from '../src/platform/list/list.ts'
import type { AnyResource } from '../src/platform/resource/resource.ts'
import type { ReadTx } from '../src/platform/unit-of-work.ts'

// Tenants are read by a function, one after the other, as row-level security wants it: no index reaches across.
export const indexedNouns = resources
  .filter(({ kind }) => kind !== 'tenant')
  .map((resource) => ({ path: resource.path, resource }))

/** One step of a plan, as `explain (format json)` tells it; the buffers only where it was run as well. */
export interface PlanNode {
  'Node Type': string
  Alias?: string
  'Relation Name'?: string
  'Index Name'?: string
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: PlanNode[]
}

/**
 * How PostgreSQL reads a list: the steps of each of its statements, the whole first; that of the page comes before the count.
 * @param options of `explain`, besides the format
 */
export async function explainList(
  tx: ReadTx,
  { list, source }: Pick<AnyResource, 'list' | 'source'>,
  query: ListQuery,
  options = '',
): Promise<PlanNode[][]> {
  const plans: PlanNode[][] = []
  const explain = async (statement: Query<unknown>) => {
    const explained = sql<{
      'QUERY PLAN': { Plan: PlanNode }[]
    }>`explain (${sql.raw(options)} format json) ${statement}`
    for (const { Plan } of (await tx.one(explained))['QUERY PLAN']) plans.push(flatten(Plan))
  }
  const explaining: ReadTx = {
    ...tx,
    all: async (statement) => {
      await explain(statement)
      return []
    },
    one: async <Row>(statement: Query<Row>) => {
      await explain(statement)
      return { n: 0 } as Row
    },
  }
  await listRows(explaining, list, source, query, '/')
  return plans
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]

/** Pages of 8 KB that a step and those below it looked at. */
export const buffersOf = (node: PlanNode | undefined) =>
  (node?.['Shared Hit Blocks'] ?? 0) + (node?.['Shared Read Blocks'] ?? 0)
