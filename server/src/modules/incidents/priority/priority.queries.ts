import { sql } from 'kysely'
import type { ReadTx } from '../../../platform/unit-of-work.ts'
import { DEFAULT_RULES, type PriorityFacts, type PriorityRules } from './incident.priority.ts'

/** The rules of the organization as they lie, or null while it has none of its own. */
type StoredRules = Omit<PriorityRules, 'matrix'> & { proposes_major: boolean }

interface Row {
  rules: (StoredRules & { version: number; updated_at: string; updated_by: number | null }) | null
  /** In the order of the matrix. */
  cells: number[] | null
}

export interface OrganizationRules extends PriorityRules {
  proposes_major: boolean
  version: number
  updated_at: string | null
  updated_by: number | null
}

const stored = sql`(select to_jsonb(m) from priority_matrices m where m.record_type = 'incident') as rules,
  (select jsonb_agg(c.priority order by c.impact, c.urgency) from priority_matrix_cells c
    join priority_matrices m on m.organization_id = c.organization_id and m.id = c.matrix_id
    where m.record_type = 'incident') as cells`

export async function readRules(tx: ReadTx): Promise<OrganizationRules> {
  return rulesOf(await tx.one(sql<Row>`select ${stored}`))
}

/** The rules, and what they ask of the two records that an incident points to: one query. */
export async function readPriorityGround(
  tx: ReadTx,
  {
    requester_id,
    configuration_item_id,
  }: { requester_id: number | null; configuration_item_id: number | null },
) {
  const row = await tx.one(sql<Row & Pick<PriorityFacts, 'is_vip' | 'criticality'>>`select ${stored},
    coalesce((select is_vip from users where id = ${requester_id}::bigint), false) as is_vip,
    (select criticality from configuration_items where id = ${configuration_item_id}::bigint) as criticality`)
  return { rules: rulesOf(row), is_vip: row.is_vip, criticality: row.criticality }
}

/** Of an incident `t`; null where nobody asked. */
export const isRequesterVip = sql`(select u.is_vip from users u where u.id = t.requester_id)`

function rulesOf({ rules, cells }: Row): OrganizationRules {
  const matrix = cells ? [cells.slice(0, 3), cells.slice(3, 6), cells.slice(6)] : DEFAULT_RULES.matrix
  const untouched = { version: 1, updated_at: null, updated_by: null }
  return { ...DEFAULT_RULES, proposes_major: true, ...untouched, ...rules, matrix }
}
