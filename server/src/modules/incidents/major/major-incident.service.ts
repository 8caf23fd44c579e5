import { databaseTime } from '../../../platform/database-time.ts'
import { missingFields } from '../../../platform/errors.ts'
import { nextStatus } from '../../../platform/lifecycle/lifecycle.ts'
import { lockRow, updateRow, userId, type Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { writeComment } from '../comments/comment.service.ts'
import { incidents, type StoredIncident } from '../incident.schema.ts'
import { type MajorAction, majorLifecycle } from './major-incident.lifecycle.ts'

/** Carries out one action of the major axis. @returns false when it had already taken effect */
export async function performOnMajor(tx: Tx, id: number, name: MajorAction, input: Values, ifMatch?: number) {
  const row = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  const state = nextStatus(majorLifecycle, name, row, input)
  if (state === null) return false
  const values = { ...(await EFFECTS[name](tx, row, input)), major_state: state }
  return updateRow(tx, incidents, row, values, majorLifecycle.actions[name].emits)
}

/** What each action writes besides the state. */
const EFFECTS: Record<MajorAction, (tx: Tx, row: StoredIncident, input: Values) => Values | Promise<Values>> =
  {
    propose_major: (_, __, { reason }) => ({ major_rule: null, major_reason: reason }),
    accept_major: async (tx, _, plan) => {
      const now = await databaseTime(tx)
      return { ...decision(tx, now), major_rejection_reason: null, last_communication_at: now, ...plan }
    },
    reject_major: async (tx, _, { reason }) => ({
      ...decision(tx, await databaseTime(tx)),
      major_rejection_reason: reason,
    }),
    plan_major: (_, __, plan) => {
      const { communication_audience: audience } = plan
      if (typeof audience === 'string' && !audience.trim()) throw missingFields(['communication_audience'])
      return plan
    },
    communicate_major: async (tx, row, { message }) => {
      await writeComment(tx, row.id, { body: message as string, visibility: 'public' })
      return { last_communication_at: await databaseTime(tx) }
    },
    review_major: async (tx, row, { summary, cause, lessons, actions }) => {
      const review = {
        review_summary: summary,
        review_cause: cause,
        review_lessons: lessons,
        review_actions: actions,
      }
      const isSame = Object.entries(review).every(
        ([name, text]) => row[name as keyof typeof review] === (text ?? null),
      )
      if (isSame && row.review_state === 'done') return {}
      return { ...review, reviewed_at: await databaseTime(tx), reviewed_by: userId(tx) }
    },
  }

const decision = (tx: Tx, now: Date) => ({ major_decided_at: now, major_decided_by: userId(tx) })
