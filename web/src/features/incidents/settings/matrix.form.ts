import type { paths } from '../../../lib/api/schema.gen.ts'
import type { PriorityMatrix } from '../../../lib/api/types.ts'

export type MatrixInput =
  paths['/api/v1/priority-matrix/']['put']['requestBody']['content']['application/json']

/** The matrix as it is edited: priorities by `impact/urgency`, numbers of people as they are typed. */
export interface MatrixForm {
  priorities: Readonly<Record<string, number>>
  raises_for_vip: boolean
  raises_for_critical_item: boolean
  proposes_major: boolean
  medium_impact_users: string
  high_impact_users: string
}

export const LEVELS = [1, 2, 3] as const
export const cellKey = (impact: number, urgency: number) => `${impact}/${urgency}`

const typed = (count: number | null) => (count === null ? '' : String(count))
const counted = (entered: string) => (entered.trim() === '' ? null : Number(entered))

export function formOf(matrix: PriorityMatrix): MatrixForm {
  const { raises_for_vip, raises_for_critical_item, proposes_major } = matrix
  const cells = LEVELS.flatMap((impact) => LEVELS.map((urgency) => ({ impact, urgency })))
  const found = (impact: number, urgency: number) =>
    matrix.cells.find((cell) => cell.impact === impact && cell.urgency === urgency)?.priority ?? 5
  return {
    priorities: Object.fromEntries(
      cells.map(({ impact, urgency }) => [cellKey(impact, urgency), found(impact, urgency)]),
    ),
    raises_for_vip,
    raises_for_critical_item,
    proposes_major,
    medium_impact_users: typed(matrix.medium_impact_users),
    high_impact_users: typed(matrix.high_impact_users),
  }
}

export function inputOf({ priorities, ...form }: MatrixForm): MatrixInput {
  return {
    ...form,
    cells: Object.entries(priorities).map(([key, priority]) => {
      const [impact = 0, urgency = 0] = key.split('/').map(Number)
      return { impact, urgency, priority }
    }),
    medium_impact_users: counted(form.medium_impact_users),
    high_impact_users: counted(form.high_impact_users),
  }
}

/** Cells of which a lesser impact or urgency has the higher priority: allowed, but seldom meant. */
export function invertedCells({ priorities }: Pick<MatrixForm, 'priorities'>) {
  const at = (impact: number, urgency: number) => priorities[cellKey(impact, urgency)] ?? 0
  return LEVELS.flatMap((impact) => LEVELS.map((urgency) => ({ impact, urgency }))).filter(
    ({ impact, urgency }) =>
      (impact < 3 && at(impact + 1, urgency) < at(impact, urgency)) ||
      (urgency < 3 && at(impact, urgency + 1) < at(impact, urgency)),
  )
}

const isWhole = (entered: string) => entered.trim() === '' || /^[1-9]\d{0,8}$/.test(entered.trim())

/** Why the numbers of affected users cannot be meant, by field. */
export function faultsOf({ medium_impact_users: medium, high_impact_users: high }: MatrixForm) {
  const faults: { medium_impact_users?: 'whole'; high_impact_users?: 'whole' | 'bands' } = {}
  if (!isWhole(medium)) faults.medium_impact_users = 'whole'
  if (!isWhole(high)) faults.high_impact_users = 'whole'
  const [least, most] = [counted(medium), counted(high)]
  if (!faults.high_impact_users && least !== null && most !== null && most <= least)
    faults.high_impact_users = 'bands'
  return faults
}
