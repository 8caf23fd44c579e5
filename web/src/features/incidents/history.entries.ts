import type { paths } from '../../lib/api/schema.gen.ts'

type Timeline =
  paths['/api/v1/incidents/{id}/timeline/']['get']['responses'][200]['content']['application/json']
export type LedgerEntry = Timeline['results'][number]

/** Fields that point to another record. */
export const referenceFields = {
  requester_id: 'user',
  assignee_id: 'user',
  team_id: 'team',
  client_id: 'client',
  site_id: 'site',
  configuration_item_id: 'configuration_item',
  escalated_to_id: 'user',
  commander_id: 'user',
  resolved_by: 'user',
  parent_id: 'incident',
  linked_incident_id: 'incident',
  follow_up_id: 'incident',
} as const
export type ReferenceKind = (typeof referenceFields)[keyof typeof referenceFields]
type ReferenceField = keyof typeof referenceFields

export const isReference = (field: string): field is ReferenceField => field in referenceFields
export const referenceKey = (kind: ReferenceKind, id: unknown) => `${kind}:${id}`

/** What follows from the other changes, or is told by the sentence itself. */
const untold = new Set([
  'status_category',
  'comment_id',
  'visibility',
  'acknowledged_at',
  'resolved_at',
  'resolved_by',
  'closed_at',
  'closed_by',
  'resumed_at',
  'reopened_at',
  'reopened_by',
  'reopen_count',
  'reassignment_count',
  'escalation_level',
  'escalated_at',
  'effective_impact',
  'effective_urgency',
  'priority_basis',
  'priority_source',
  'major_state',
  'major_rule',
  'major_decided_at',
  'major_decided_by',
  'last_communication_at',
  'next_communication_at',
  'review_state',
  'reviewed_at',
  'reviewed_by',
  'kind',
  'cause',
  'filename',
  'auto_close_days',
])

/** Words that somebody wrote stand as a note of their own. */
const notes = [
  'reason',
  'cancel_reason',
  'resolution_notes',
  'major_reason',
  'major_rejection_reason',
  'review_summary',
]
const untoldNotes = ['review_cause', 'review_lessons', 'review_actions']

/** What was done: the last word of the event; a comment by who may read it. */
export function deedOf({ event, after }: LedgerEntry): string {
  const deed = event.slice(event.lastIndexOf('.') + 1)
  if (deed !== 'commented') return deed
  return after?.visibility === 'internal' ? 'noted' : 'replied'
}

export function noteOf({ after }: LedgerEntry): string | undefined {
  return notes.map((field) => after?.[field]).find((note) => typeof note === 'string' && note !== '') as
    | string
    | undefined
}

/** The fields that changed; of a new record none, since everything would. */
export function changesOf({ before, after }: LedgerEntry) {
  if (!before || !after) return []
  return (
    Object.keys(after)
      .filter((field) => !untold.has(field) && !notes.includes(field) && !untoldNotes.includes(field))
      // A step of the parent is told beside the sentence; a parent that changed has a before.
      .filter((field) => field !== 'parent_id' || 'parent_id' in before)
      .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
  )
}

/** The record that an entry names beside its changes: the parent that took it along, the other end of a link. */
export function namedIn({ before, after }: LedgerEntry): { kind: ReferenceKind; id: number } | null {
  const fields = [
    'linked_incident_id',
    'follow_up_id',
    ...(before && 'parent_id' in before ? [] : ['parent_id']),
  ]
  const id = fields.map((field) => after?.[field]).find((value) => typeof value === 'number')
  return typeof id === 'number' ? { kind: 'incident', id } : null
}

/** Why it happened by itself, or how: a key of the words for causes. */
export function causeOf({ event, after }: LedgerEntry): string | null {
  if (typeof after?.cause === 'string') return after.cause
  if (event === 'incident.escalated' && typeof after?.kind === 'string') return after.kind
  return event === 'incident.major_proposed' && after?.major_rule ? 'byRule' : null
}

/** Records that the entries mention, by kind and id, each once. */
export function mentionedIn(entries: readonly LedgerEntry[]): { kind: ReferenceKind; id: number }[] {
  const mentioned = new Map<string, { kind: ReferenceKind; id: number }>()
  const note = (kind: ReferenceKind, id: unknown) =>
    typeof id === 'number' && mentioned.set(referenceKey(kind, id), { kind, id })
  for (const entry of entries) {
    for (const { field, before, after } of changesOf(entry))
      if (isReference(field)) for (const id of [before, after]) note(referenceFields[field], id)
    const named = namedIn(entry)
    if (named) note(named.kind, named.id)
  }
  return [...mentioned.values()]
}
