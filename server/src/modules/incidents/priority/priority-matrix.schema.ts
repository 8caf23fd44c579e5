import { type Static, Type } from 'typebox'
import { Closed, Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'
import { difference } from '../../../platform/ledger/ledger.ts'
import { DEFAULT_RULES } from './incident.priority.ts'
import type { OrganizationRules } from './priority.queries.ts'

const Level = Type.Integer({ minimum: 1, maximum: 3 })
const Cell = Closed({ impact: Level, urgency: Level, priority: Type.Integer({ minimum: 1, maximum: 5 }) })
const Users = Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))

export const PriorityMatrixInput = Closed({
  cells: Type.Array(Cell, { maxItems: 9, description: 'All nine, in any order' }),
  raises_for_vip: Type.Optional(
    Type.Boolean({ description: 'A VIP requester raises the urgency by one step' }),
  ),
  raises_for_critical_item: Type.Optional(
    Type.Boolean({ description: 'An item of high criticality raises the urgency by one step' }),
  ),
  medium_impact_users: Type.Optional(Users),
  high_impact_users: Type.Optional(Users),
  proposes_major: Type.Optional(
    Type.Boolean({ description: 'An open incident of priority 1 without a parent is proposed as major' }),
  ),
})
export type PriorityMatrixInput = Static<typeof PriorityMatrixInput>

export const PriorityMatrix = Type.Object({
  record_type: Type.String(),
  cells: Type.Array(Cell),
  raises_for_vip: Type.Boolean(),
  raises_for_critical_item: Type.Boolean(),
  medium_impact_users: Users,
  high_impact_users: Users,
  proposes_major: Type.Boolean(),
  is_default: Type.Boolean({ description: 'Nothing differs from what the product brings' }),
  version: Type.Integer(),
  updated_at: Nullable(Timestamp),
  updated_by: Nullable(Id),
})

export const SETTINGS = [
  'raises_for_vip',
  'raises_for_critical_item',
  'medium_impact_users',
  'high_impact_users',
  'proposes_major',
] as const
export const DEFAULTS = { ...DEFAULT_RULES, proposes_major: true }

export const contentOf = (rules: Pick<OrganizationRules, 'matrix' | (typeof SETTINGS)[number]>) => ({
  matrix: rules.matrix,
  ...Object.fromEntries(SETTINGS.map((name) => [name, rules[name]])),
})

export function presentMatrix(rules: OrganizationRules): Static<typeof PriorityMatrix> {
  const cells = rules.matrix.flatMap((row, i) =>
    row.map((priority, u) => ({ impact: i + 1, urgency: u + 1, priority })),
  )
  const is_default = difference(contentOf(DEFAULTS), contentOf(rules)) === null
  return { record_type: 'incident', cells, is_default, ...rules }
}
