import { type Context, can } from '../../platform/context.ts'
import type { TimelineEntry } from '../../platform/ledger/timeline.ts'

// What whoever reported an incident may know of its course. A list of what is shown, not of what is hidden:
// a new event or field stays inside until somebody decides otherwise.
const EVENTS = new Set(
  ['created', 'updated', 'acknowledged', 'assigned', 'held', 'resumed', 'resolved', 'reopened', 'closed']
    .concat('begun', 'cancelled', 'commented', 'attached', 'detached')
    .map((name) => `incident.${name}`),
)
const FIELDS = new Set([
  'title',
  'description',
  'status',
  'status_category',
  'priority',
  'channel',
  'acknowledged_at',
  'hold_reason',
  'hold_until',
  'resolution_code',
  'resolution_notes',
  'resolved_at',
  'closed_at',
  'resumed_at',
  'reopened_at',
  'cancel_reason',
  'comment_id',
  'attachment_id',
  'filename',
  'visibility',
])

/** The entries as this caller may read them: all to the staff, the course of things to the others. */
export function shownTimeline(ctx: Context, entries: TimelineEntry[]): TimelineEntry[] {
  if (can(ctx, 'incidents.read_internal')) return entries
  return entries
    .filter(({ event, after }) => EVENTS.has(event) && after?.visibility !== 'internal')
    .map((entry) => ({ ...entry, before: shownFields(entry.before), after: shownFields(entry.after) }))
    .filter(({ after }) => after && Object.keys(after).length > 0)
}

const shownFields = (fields: Record<string, unknown> | null) =>
  fields && Object.fromEntries(Object.entries(fields).filter(([name]) => FIELDS.has(name)))
