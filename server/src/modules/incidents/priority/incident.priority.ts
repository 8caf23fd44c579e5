/** 1 is the highest. */
export type Level = 1 | 2 | 3

/** What an organization makes of impact and urgency. */
export interface PriorityRules {
  /** Priority 1–5 by impact (rows) and urgency (columns), the highest first. */
  matrix: readonly (readonly number[])[]
  raises_for_vip: boolean
  raises_for_critical_item: boolean
  /** From how many affected users on the impact is at least medium, at least high; null: never for their number. */
  medium_impact_users: number | null
  high_impact_users: number | null
}

/** What is known of one incident. */
export interface PriorityFacts {
  impact: Level
  urgency: Level
  affected_users: number | null
  /** Of the requester. */
  is_vip: boolean
  /** Of the configuration item; null when it is not rated or there is none. */
  criticality: string | null
}

/** One step from what people said to the priority: which rule moved which field, and on what ground. */
export interface PriorityReason {
  rule: 'item_criticality' | 'affected_users' | 'vip_requester' | 'matrix' | 'override'
  field: 'impact' | 'urgency' | 'priority'
  from: number | null
  to: number
  input: string | null
}

interface Assessment {
  impact: Level
  urgency: Level
  priority: number
  reasons: PriorityReason[]
}

export const DEFAULT_RULES: PriorityRules = {
  matrix: [
    [1, 2, 3],
    [2, 3, 4],
    [3, 4, 5],
  ],
  raises_for_vip: true,
  raises_for_critical_item: true,
  medium_impact_users: 10,
  high_impact_users: 100,
}

const IMPACT_OF: Readonly<Record<string, Level>> = { high: 1, medium: 2, low: 3 }

/** The priority that follows, and each step that led there. */
export function assessPriority(facts: PriorityFacts, rules: PriorityRules): Assessment {
  const reasons: PriorityReason[] = []
  const raise = (
    field: 'impact' | 'urgency',
    rule: PriorityReason['rule'],
    from: Level,
    to: Level,
    input: string,
  ) => {
    if (to >= from) return from
    reasons.push({ rule, field, from, to, input })
    return to
  }
  const { criticality, affected_users: users } = facts
  let impact = facts.impact
  impact = raise('impact', 'item_criticality', impact, IMPACT_OF[criticality ?? ''] ?? 3, criticality ?? '')
  impact = raise('impact', 'affected_users', impact, impactOfUsers(users, rules), String(users))

  const stepUp = Math.max(1, facts.urgency - 1) as Level
  // One step, however many grounds there are.
  const ground = groundOfUrgency(facts, rules)
  const urgency = ground
    ? raise('urgency', ground, facts.urgency, stepUp, groundInput(ground))
    : facts.urgency

  const priority = rules.matrix[impact - 1]?.[urgency - 1]
  if (priority === undefined) throw new RangeError(`no priority for impact ${impact}, urgency ${urgency}`)
  reasons.push({ rule: 'matrix', field: 'priority', from: null, to: priority, input: `${impact}/${urgency}` })
  return { impact, urgency, priority, reasons }
}

function impactOfUsers(
  users: number | null,
  { medium_impact_users, high_impact_users }: PriorityRules,
): Level {
  const reaches = (band: number | null) => users !== null && band !== null && users >= band
  return reaches(high_impact_users) ? 1 : reaches(medium_impact_users) ? 2 : 3
}

function groundOfUrgency({ is_vip, criticality }: PriorityFacts, rules: PriorityRules) {
  if (is_vip && rules.raises_for_vip) return 'vip_requester'
  return criticality === 'high' && rules.raises_for_critical_item ? 'item_criticality' : null
}

const groundInput = (ground: 'vip_requester' | 'item_criticality') =>
  ground === 'vip_requester' ? 'vip' : 'high'
