import { databaseTime } from '../../../platform/database-time.ts'
import { conflict, missingFields } from '../../../platform/errors.ts'
import { nextStatus } from '../../../platform/lifecycle/lifecycle.ts'
import { lockRow, updateRow, userId, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { writeComment } from '../comments/comment.service.ts'
import type { IncidentStatus } from '../incident.lifecycle.ts'
import { incidents, type StoredIncident } from '../incident.schema.ts'
import { manualStanding, recordProposal, restoredStanding } from '../priority/incident.standing.ts'
import { type MajorAction, majorLifecycle } from './major-incident.lifecycle.ts'

/** Carries out one of the actions that leave the status. @returns false when it had already taken effect */
export async function performOnMajor(tx: Tx, id: number, name: MajorAction, input: Values, ifMatch?: number) {
  const row = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  nextStatus(majorLifecycle, name, row.status as IncidentStatus, input, row)
  const { values, said } = await EFFECTS[name](tx, row, input)
  const changed = await updateRow(tx, incidents, row, values, majorLifecycle.actions[name].emits, said)
  recordProposal(tx, id, values)
  return changed
}

interface Effect {
  values: Values
  /** What is said along and lives in the ledger only. */
  said?: Values
}

const NOTHING: Effect = { values: {} }

const EFFECTS: Record<MajorAction, (tx: Tx, row: StoredIncident, input: Values) => Effect | Promise<Effect>> =
  {
    override_priority: async (tx, row, { priority, reason }) =>
      row.priority_source === 'manual' && row.priority === priority
        ? NOTHING
        : { values: await manualStanding(tx, row, priority as number, reason as string), said: { reason } },
    reset_priority: async (tx, row, { reason }) =>
      row.priority_source === 'matrix'
        ? NOTHING
        : { values: await restoredStanding(tx, row), said: reason ? { reason } : {} },
    propose_major: (_, { major_state }, { reason }) => {
      if (major_state === 'proposed') return NOTHING
      if (major_state === 'accepted') throw conflict('It is a major incident already.')
      return { values: { major_state: 'proposed', major_rule: null, major_reason: reason } }
    },
    accept_major: async (tx, row, input) => {
      if (row.major_state === 'accepted') return NOTHING
      demandProposed(row, 'accept_major')
      const now = await databaseTime(tx)
      const decided = { ...decision(tx, now), major_rejection_reason: null, last_communication_at: now }
      return { values: { major_state: 'accepted', ...decided, ...input } }
    },
    reject_major: async (tx, row, { reason }) => {
      if (row.major_state === 'rejected') return NOTHING
      demandProposed(row, 'reject_major')
      const decided = decision(tx, await databaseTime(tx))
      return { values: { major_state: 'rejected', ...decided, major_rejection_reason: reason } }
    },
    plan_major: (_, row, input) => {
      demandAccepted(row, 'plan_major')
      const { communication_audience: audience } = input
      if (typeof audience === 'string' && !audience.trim()) throw missingFields(['communication_audience'])
      return { values: input }
    },
    communicate_major: async (tx, row, { message }) => {
      demandAccepted(row, 'communicate_major')
      await writeComment(tx, row.id, { body: message as string, visibility: 'public' })
      return { values: { last_communication_at: await databaseTime(tx) } }
    },
    review_major: async (tx, row, { summary, cause, lessons, actions }) => {
      demandAccepted(row, 'review_major')
      const review = {
        review_summary: summary,
        review_cause: cause,
        review_lessons: lessons,
        review_actions: actions,
      }
      const isSame = Object.entries(review).every(
        ([name, text]) => row[name as keyof typeof review] === (text ?? null),
      )
      if (isSame && row.review_state === 'done') return NOTHING
      return { values: { ...review, reviewed_at: await databaseTime(tx), reviewed_by: userId(tx) } }
    },
  }

const decision = (tx: Tx, now: Date) => ({ major_decided_at: now, major_decided_by: userId(tx) })

function demandProposed({ major_state }: StoredIncident, name: MajorAction) {
  if (major_state === 'proposed') return
  throw conflict(
    `It is not proposed as a major incident (${major_state ?? 'never was'}); ${name} follows propose_major.`,
  )
}

function demandAccepted({ major_state }: StoredIncident, name: MajorAction) {
  if (major_state === 'accepted') return
  throw conflict(
    `It is no major incident (${major_state ?? 'never proposed'}); ${name} follows accept_major.`,
  )
}
