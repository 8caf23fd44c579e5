/** Impact (rows) by urgency (columns), 1 the highest, to priority 1 (critical) … 5 (planning). */
const MATRIX = [
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
] as const

/** @param impact 1–3 @param urgency 1–3 @returns 1–5 */
export function priorityOf(impact: number, urgency: number): number {
  const priority = MATRIX[impact - 1]?.[urgency - 1]
  if (priority === undefined) throw new RangeError(`no priority for impact ${impact}, urgency ${urgency}`)
  return priority
}
