import type { Incident, IncidentSummary } from '../../lib/api/types.ts'

// What an action asks for beyond the record's `requires`, because it depends on what is entered. The server has the last word.

/** An incident as a list or its own page knows it. */
export type Actionable = IncidentSummary & Partial<Omit<Incident, keyof IncidentSummary>>

export type Entered = Readonly<Record<string, string>>

type HoldDemand = 'comment' | 'hold_until' | 'change_reference' | 'problem_reference'

const demands: Readonly<Record<string, HoldDemand>> = {
  awaiting_caller: 'comment',
  awaiting_change: 'change_reference',
  awaiting_problem: 'problem_reference',
  scheduled: 'hold_until',
}

/** What waiting for this reason needs; a change or problem that is linked already need not be named again. */
export function demandOfHold(reason: string | undefined, links: Incident['links'] = []): HoldDemand | null {
  const demand = demands[reason ?? ''] ?? null
  if (demand !== 'change_reference' && demand !== 'problem_reference') return demand
  return links.some((link) => link[demand] !== null) ? null : demand
}

/** The reference that a reason is about, demanded or not. */
export const referenceOfHold = (reason: string | undefined) => {
  const demand = demands[reason ?? '']
  return demand === 'change_reference' || demand === 'problem_reference' ? demand : null
}

/** Taking work from a team that has begun asks for a note. */
export function needsHandoverNote(incident: Actionable | undefined, { team_id = '' }: Entered): boolean {
  if (!incident || incident.status === 'new' || incident.team_id === null) return false
  return team_id !== String(incident.team_id)
}

/** How many children a resolution would take along. */
export const openChildren = ({ children = [] }: Pick<Actionable, 'children'>) =>
  children.filter(({ status }) => ['new', 'in_progress', 'on_hold'].includes(status)).length

/** Whether pressing the button can act at once. */
export const asksNothing = (action: string) => action === 'acknowledge' || action === 'resume'
