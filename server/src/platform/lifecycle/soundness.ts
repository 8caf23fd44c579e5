import { destination, type Lifecycle, OPEN_CATEGORIES, type StatusCategory } from './lifecycle.ts'

/** Every step there is: from a status by an action to a status. */
export const stepsOf = ({ actions }: Lifecycle) =>
  Object.entries(actions).flatMap(([name, action]) =>
    action.from.map((from) => ({ from, name, to: destination(action, from) })),
  )

/** Statuses that cannot be reached, and open ones that cannot be left: both are mistakes in the data. */
export function unsoundStatuses(lifecycle: Lifecycle): string[] {
  const moves = stepsOf(lifecycle).filter(({ from, to }) => from !== to)
  const reached = new Set([lifecycle.initial])
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const { from, to } of moves) if (reached.has(from)) reached.add(to)
  }
  const isLeft = (status: string) => moves.some(({ from }) => from === status)
  const isOpen = (status: string) => OPEN_CATEGORIES.includes(lifecycle.statuses[status] as StatusCategory)
  return Object.keys(lifecycle.statuses).filter(
    (status) => !reached.has(status) || (isOpen(status) && !isLeft(status)),
  )
}
