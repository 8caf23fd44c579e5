import { useInfiniteQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import { nextCursor } from '../../lib/api/pages.ts'
import type { Search } from '../../lib/url/search.ts'

/** Which keys of the address narrow the trail, in the API's own words; `since` counts days back from when it is asked. */
const shared = [
  'actor_id',
  'actor_name__icontains',
  'subject_kind__in',
  'subject_kind',
  'subject_id',
  'request_id',
]
const own = { changes: ['event__icontains'], reads: ['action__in'] }

export type View = keyof typeof own
export const viewOf = ({ view }: Search): View => (view === 'reads' ? 'reads' : 'changes')

const narrowing = [...shared, ...own.changes, ...own.reads, 'since']
export const isNarrowed = (search: Search) => narrowing.some((key) => search[key])
export const withoutFilters: Search = Object.fromEntries(narrowing.map((key) => [key, undefined]))

const PAGE_SIZE = 50
const DAY_MS = 86_400_000
const DAYS = /^\d+$/

/** What of the address is asked of the API. */
export function queryOf(search: Search): Search {
  const keys = [...shared, ...own[viewOf(search)]].filter((key) => search[key])
  return Object.fromEntries(keys.map((key) => [key, search[key]]))
}

function paging({ since = '' }: Search, cursor: string) {
  const from = DAYS.test(since)
    ? { at__gte: new Date(Date.now() - Number(since) * DAY_MS).toISOString() }
    : {}
  return { ...from, ordering: '-at', cursor, page_size: PAGE_SIZE }
}

export const useChanges = (search: Search) =>
  useInfiniteQuery({
    queryKey: ['audit', 'changes', queryOf(search), search.since],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...queryOf(search), ...paging(search, pageParam) }
      return answerOf(api.GET('/api/v1/audit-logs/', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })

export const useReads = (search: Search) =>
  useInfiniteQuery({
    queryKey: ['audit', 'reads', queryOf(search), search.since],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...queryOf(search), ...paging(search, pageParam) }
      return answerOf(api.GET('/api/v1/access-logs/', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
