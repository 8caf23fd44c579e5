import { databaseTime } from '../../../platform/database-time.ts'
import { unprocessable } from '../../../platform/errors.ts'
import { checkPointers } from '../../../platform/resource/pointers.ts'
import type { Values } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import type { StoredIncident } from '../incident.schema.ts'
import { managerFor, nextTierOf } from './escalation.queries.ts'

interface Escalation {
  reason?: string
  kind?: string
  team_id?: number
  user_id?: number
}

/** What an escalation writes: functional hands the work to another tier, hierarchical calls a manager beside it. */
export async function escalate(tx: Tx, row: StoredIncident, input: Escalation) {
  const kind = input.kind?.toLowerCase() ?? 'functional'
  // Under the names they were sent by; the record's own fields are called otherwise.
  await checkPointers(tx, { pointers: { user_id: 'users', team_id: 'teams' } }, { ...input })
  const target = await (kind === 'hierarchical' ? called(tx, row, input) : handedOver(tx, row, input))
  const raised = { escalation_level: row.escalation_level + 1, escalated_at: await databaseTime(tx) }
  return { values: { ...raised, ...target }, said: { kind, reason: input.reason } }
}

async function handedOver(tx: Tx, row: StoredIncident, { team_id, user_id }: Escalation): Promise<Values> {
  const team = team_id ?? (user_id === undefined ? await nextTier(tx, row) : row.team_id)
  const isOtherTeam = team !== row.team_id
  return {
    team_id: team,
    // Nobody of the old tier keeps what the new one is to look at.
    assignee_id: user_id ?? (isOtherTeam ? null : row.assignee_id),
    reassignment_count: row.reassignment_count + (isOtherTeam && row.team_id !== null ? 1 : 0),
  }
}

async function nextTier(tx: Tx, { team_id }: StoredIncident): Promise<number> {
  const next = team_id === null ? undefined : await nextTierOf(tx, team_id)
  if (next) return next.id
  const lack = team_id === null ? 'the incident has no team' : 'its team has no escalation_team_id'
  throw required(['team_id', 'user_id'], `${lack}; name the team or the person`)
}

async function called(tx: Tx, row: StoredIncident, { team_id, user_id }: Escalation): Promise<Values> {
  if (team_id !== undefined) {
    const detail = 'a hierarchical escalation goes to a person, user_id'
    throw unprocessable(`team_id: ${detail}`, [{ field: 'team_id', code: 'not_allowed', detail }])
  }
  if (user_id !== undefined) return { escalated_to_id: user_id }
  const { assignee_id, escalated_to_id: called_id } = row
  const manager = await managerFor(tx, { team_id: row.team_id, assignee_id, called_id })
  if (manager) return { escalated_to_id: manager.id }
  const lack = called_id
    ? 'whoever was called last has no manager'
    : 'neither its team nor its assignee has a manager'
  throw required(['user_id'], `${lack}; name the person`)
}

function required(fields: string[], detail: string) {
  const errors = fields.map((field) => ({ field, code: 'required', detail }))
  return unprocessable(`${fields.join(', ')}: ${detail}`, errors)
}
