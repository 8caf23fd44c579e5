import { missingFields, Problem, unprocessable } from '../../platform/errors.ts'
import { missingOf } from '../../platform/lifecycle/demands.ts'
import { userId, type Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { isTeamMember } from '../core/index.ts'
import { incidentLifecycle } from './incident.lifecycle.ts'
import type { StoredIncident } from './incident.schema.ts'

/** That it was acknowledged means that those whom it was given to have seen it. What nobody has, anybody may take up. */
export async function checkMayAcknowledge(tx: Tx, { assignee_id, team_id }: StoredIncident) {
  const me = userId(tx)
  if ((assignee_id === null && team_id === null) || (me !== null && assignee_id === me)) return
  if (team_id !== null && me !== null && (await isTeamMember(tx, team_id, me))) return
  const detail = 'Only its assignee and the members of its team acknowledge it; assign it to yourself first.'
  throw new Problem(403, 'forbidden', detail)
}

/** Gives an incident to somebody else. @returns what to write; a hand-over is counted where something changes */
export function assignIncident(row: StoredIncident, input: Values): Values {
  if (input.assignee_id === undefined && input.team_id === undefined)
    throw refuse(['assignee_id', 'team_id'], 'required', 'a person or a team is required')
  const to = {
    assignee_id: input.assignee_id === undefined ? row.assignee_id : input.assignee_id,
    team_id: input.team_id === undefined ? row.team_id : input.team_id,
  }
  if (to.assignee_id === null && to.team_id === null)
    throw refuse(['assignee_id', 'team_id'], 'required', 'somebody must have it: name a person or a team')
  if (row.status === 'new') return to
  const isOtherTeam = row.team_id !== null && to.team_id !== row.team_id
  const isReassigned = isOtherTeam || to.team_id !== row.team_id || to.assignee_id !== row.assignee_id
  return isReassigned ? { ...to, reassignment_count: row.reassignment_count + 1 } : to
}

/** Taking it from somebody by PATCH; giving it to somebody is an action. */
export function withdrawIncident(row: StoredIncident, values: Values): Values {
  const taken = (['assignee_id', 'team_id'] as const).filter(
    (field) => values[field] === null && row[field] !== null,
  )
  if (taken.length === 0) return {}
  if (row.status === 'new') return {}
  const input = Object.fromEntries(taken.map((field) => [field, null]))
  const written = assignIncident(row, input)
  const missing = missingOf(incidentLifecycle.actions.assign, { ...row }, input)
  if (missing.length > 0) throw missingFields(missing)
  return written
}

const refuse = (fields: string[], code: string, detail: string) =>
  unprocessable(
    `${fields.join(', ')}: ${detail}`,
    fields.map((field) => ({ field, code, detail })),
  )
