import { isDeepStrictEqual } from 'node:util'
import { OPEN_CATEGORIES, type StatusCategory } from '../../../platform/lifecycle/lifecycle.ts'
import type { Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import type { StoredIncident } from '../incident.schema.ts'
import { majorLifecycle } from '../major/major-incident.lifecycle.ts'
import { assessPriority, type PriorityFacts, type PriorityReason } from './incident.priority.ts'
import { type OrganizationRules, readPriorityGround, readRules } from './priority.queries.ts'

/** What the rules look at; a change of anything else leaves the priority as it is. */
const LOOKED_AT = ['impact', 'urgency', 'affected_users', 'requester_id', 'configuration_item_id'] as const
type Stated = Pick<StoredIncident, (typeof LOOKED_AT)[number]>
type MajorPart = Pick<StoredIncident, 'major_state' | 'status_category' | 'parent_id' | 'priority'>

/** The priority of a new incident and the grounds for it; a proposal as major, where the rules ask for one. */
export async function firstStanding(tx: Tx, stated: Stated, parent_id: number | null): Promise<Values> {
  const { values, rules } = await assess(tx, stated)
  const fresh = { ...values, major_state: null, status_category: 'new', parent_id }
  return { ...values, ...(isCandidate(fresh) ? proposal(rules) : {}) }
}

/** The same for a change; nothing where it touches neither. A manual priority stands, whatever the rules say. */
export async function changedStanding(tx: Tx, row: StoredIncident, changes: Values): Promise<Values> {
  const next = { ...row, ...changes }
  const isTouched = LOOKED_AT.some((field) => next[field] !== row[field])
  const values = isTouched ? await reassess(tx, next) : {}
  return { ...values, ...(await proposalFor(tx, row, { ...next, ...values })) }
}

/** By the rules as they are now, in place of what a person had set. */
export async function restoredStanding(tx: Tx, row: StoredIncident): Promise<Values> {
  const { values } = await assess(tx, row)
  return { ...values, ...(await proposalFor(tx, row, { ...row, ...values })) }
}

/** What a person set, with their reason behind the steps of the rules. */
export async function manualStanding(
  tx: Tx,
  row: StoredIncident,
  priority: number,
  reason: string,
): Promise<Values> {
  const steps = reasonsOf(row).filter(({ rule }) => rule !== 'override')
  const changed = {
    priority,
    priority_basis: { reasons: [...steps, overriding(steps, priority, reason)] },
  }
  return { ...changed, ...(await proposalFor(tx, row, { ...row, ...changed })) }
}

/** @param priority_basis absent from the rows of lists, which do not show it */
export const reasonsOf = ({ priority_basis }: Partial<Pick<StoredIncident, 'priority_basis'>>) =>
  (priority_basis as { reasons: PriorityReason[] } | undefined)?.reasons ?? []

/** What was proposed by rule is an event of its own; the change that led to it has another. */
export function recordProposal(tx: Tx, id: number, { major_state, major_rule }: Values) {
  if (major_state !== 'proposed' || !major_rule) return
  const { emits } = majorLifecycle.actions.propose_major
  tx.record({ event: `incident.${emits}`, kind: 'incident', id, after: { major_state, major_rule } })
}

async function assess(tx: Tx, stated: Stated) {
  const { rules, is_vip, criticality } = await readPriorityGround(tx, stated)
  const facts = { ...stated, is_vip, criticality } as PriorityFacts
  const { impact, urgency, priority, reasons } = assessPriority(facts, rules)
  const values = {
    effective_impact: impact,
    effective_urgency: urgency,
    priority,
    priority_basis: { reasons },
  }
  return { values, rules }
}

async function reassess(tx: Tx, next: StoredIncident): Promise<Values> {
  const { values } = await assess(tx, next)
  const manual = reasonsOf(next).find(({ rule }) => rule === 'override')
  const steps = values.priority_basis.reasons
  const reasons = manual ? [...steps, overriding(steps, manual.to, manual.input)] : steps
  const { priority_basis: _, priority, ...effective } = values
  return {
    ...effective,
    ...(manual ? {} : { priority }),
    // The database keeps the keys of an object in its own order, which is no change.
    ...(isDeepStrictEqual(reasons, reasonsOf(next)) ? {} : { priority_basis: { reasons } }),
  }
}

const overriding = (steps: PriorityReason[], to: number, input: string | null): PriorityReason => ({
  rule: 'override',
  field: 'priority',
  from: steps.at(-1)?.to ?? null,
  to,
  input,
})

async function proposalFor(tx: Tx, row: MajorPart, next: MajorPart): Promise<Values> {
  return isCandidate(next, row) ? proposal(await readRules(tx)) : {}
}

/** Open, of priority 1 and nobody's child. What was rejected is a candidate again only when it newly became that urgent. */
function isCandidate(next: MajorPart, before?: MajorPart) {
  const isOpen = OPEN_CATEGORIES.includes(next.status_category as StatusCategory)
  if (!isOpen || next.priority !== 1 || next.parent_id !== null) return false
  return next.major_state === null || (next.major_state === 'rejected' && before?.priority !== 1)
}

const proposal = ({ proposes_major }: OrganizationRules): Values =>
  proposes_major ? { major_state: 'proposed', major_rule: 'priority_1', major_reason: null } : {}
