import type { Selectable } from 'kysely'
import type { DB } from '../../../db/types.ts'
import type { Labels } from '../ingest/event.ts'
import type { Severity } from './alert.severity.ts'
import type { AlertState } from './alert.state.ts'

export type StoredAlert = Selectable<DB['alerts']>

/** The columns of a row that its state is read from. */
type StateRow = Pick<StoredAlert, keyof ReturnType<typeof columnsOf>>

/** What ingest reads of a row to decide about it. */
export type KnownAlert = StateRow & Pick<StoredAlert, 'id' | 'dedup_key' | 'suppressed_by'>

/** The stored row as the decisions see it. */
export function stateOf(row: StateRow): AlertState {
  return {
    condition: row.condition as AlertState['condition'],
    workflow: row.workflow as AlertState['workflow'],
    severity: row.severity as Severity,
    title: row.title,
    description: row.description,
    labels: row.labels as Labels,
    annotations: row.annotations as Labels,
    startsAt: row.starts_at,
    latestStartsAt: row.latest_starts_at,
    endsAt: row.ends_at,
    expiresAt: row.expires_at,
    lastSeenAt: row.last_seen_at,
    resolvedAt: row.resolved_at,
    resolution: row.resolution as AlertState['resolution'],
    resolvedWhileFiring: row.resolved_while_firing,
    escalationLevel: row.escalation_level,
  }
}

/** A state as columns, for the set-based statements. */
export function columnsOf(state: AlertState) {
  return {
    condition: state.condition,
    workflow: state.workflow,
    severity: state.severity,
    title: state.title,
    description: state.description,
    labels: state.labels,
    annotations: state.annotations,
    starts_at: state.startsAt,
    latest_starts_at: state.latestStartsAt,
    ends_at: state.endsAt,
    expires_at: state.expiresAt,
    last_seen_at: state.lastSeenAt,
    resolved_at: state.resolvedAt,
    resolution: state.resolution,
    resolved_while_firing: state.resolvedWhileFiring,
    escalation_level: state.escalationLevel,
  }
}

/** The columns of a state with their types, as jsonb_to_recordset wants them. */
export const STATE_COLUMNS: Record<keyof ReturnType<typeof columnsOf>, string> = {
  condition: 'text',
  workflow: 'text',
  severity: 'text',
  title: 'text',
  description: 'text',
  labels: 'jsonb',
  annotations: 'jsonb',
  starts_at: 'timestamptz',
  latest_starts_at: 'timestamptz',
  ends_at: 'timestamptz',
  expires_at: 'timestamptz',
  last_seen_at: 'timestamptz',
  resolved_at: 'timestamptz',
  resolution: 'text',
  resolved_while_firing: 'boolean',
  escalation_level: 'integer',
}
