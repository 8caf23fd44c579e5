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
  'reopened_at',
  'reopen_count',
  'reassignment_count',
  'escalation_level',
])

/** Words that somebody wrote stand as a note of their own. */
const notes = ['reason', 'cancel_reason', 'resolution_notes']

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
  return Object.keys(after)
    .filter((field) => !untold.has(field) && !notes.includes(field))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
}

/** Records that the changes mention, by kind and id, each once. */
export function mentionedIn(entries: readonly LedgerEntry[]): { kind: ReferenceKind; id: number }[] {
  const mentioned = new Map<string, { kind: ReferenceKind; id: number }>()
  for (const { field, before, after } of entries.flatMap(changesOf)) {
    if (!isReference(field)) continue
    const kind = referenceFields[field]
    for (const id of [before, after])
      if (typeof id === 'number') mentioned.set(referenceKey(kind, id), { kind, id })
  }
  return [...mentioned.values()]
}
