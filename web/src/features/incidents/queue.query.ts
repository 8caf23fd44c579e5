import { answerOf, api } from '../../lib/api/client.ts'
import type { paths } from '../../lib/api/schema.gen.ts'
import type { Search } from '../../lib/url/search.ts'

type IncidentQuery = NonNullable<paths['/api/v1/incidents/']['get']['parameters']['query']>

/** Which keys of the address are the list's; others (of a newer version, of another page) stay there and are not sent. */
const keys: readonly (keyof IncidentQuery)[] = [
  'status',
  'status__in',
  'status_category',
  'status_category__in',
  'priority',
  'priority__in',
  'impact',
  'urgency',
  'assignee_id',
  'assignee_id__isnull',
  'requester_id',
  'team_id',
  'team_id__in',
  'client_id',
  'client_id__in',
  'site_id',
  'configuration_item_id',
  'parent_id',
  'is_vip',
  'priority_source',
  'escalation_level__gte',
  'escalated_to_id',
  'major_state',
  'major_state__in',
  'review_state',
  'commander_id',
  'next_communication_at__lt',
  'created_at__gte',
  'created_at__lt',
  'updated_at__gte',
  'updated_at__lt',
  'search',
  'ordering',
]

export const defaultOrdering = 'priority,-created_at'
export const defaultStatus = 'open'
const PAGE_SIZE = 50

/** What the address asks the API: without a word about the status, what is open; with `all`, everything. */
export function queryOf(search: Search): Record<string, string | undefined> {
  const { status = search.status__in || search.status_category ? undefined : defaultStatus } = search
  const all = {
    ordering: defaultOrdering,
    ...search,
    status: status === 'all' ? undefined : status,
  } as Record<string, string | undefined>
  const own = keys.filter((key) => all[key]).map((key) => [key, all[key]])
  return Object.fromEntries(own)
}

const narrowing = keys.filter((key) => key !== 'status' && key !== 'ordering')

/** Whether the address narrows the list beyond the status. */
export const isNarrowed = (search: Search) => narrowing.some((key) => search[key])

/** The change of the address that takes every filter away; status, order and foreign keys stay. */
export const withoutFilters: Search = Object.fromEntries(narrowing.map((key) => [key, undefined]))

/** Marks that the list can be narrowed to, each a key of the address with its one value. */
const marks = {
  vip: ['is_vip', 'true'],
  escalated: ['escalation_level__gte', '1'],
  byHand: ['priority_source', 'manual'],
  reviewDue: ['review_state', 'due'],
} as const
export type Mark = keyof typeof marks
export const markNames = Object.keys(marks) as Mark[]

export const marksIn = (search: Search): Mark[] =>
  markNames.filter((mark) => search[marks[mark][0]] === marks[mark][1])

/** The change of the address that narrows the list to these marks and to no other. */
export const withMarks = (chosen: readonly string[]): Search =>
  Object.fromEntries(
    markNames.map((mark) => [marks[mark][0], chosen.includes(mark) ? marks[mark][1] : undefined]),
  )

export function readQueue(query: Record<string, string | undefined>) {
  return (cursor: string, signal: AbortSignal) =>
    answerOf(
      api.GET('/api/v1/incidents/', {
        params: { query: { ...query, cursor, page_size: PAGE_SIZE } },
        signal,
      }),
    )
}
