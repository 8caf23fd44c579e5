import {
  keepPreviousData,
  type QueryKey,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { answerOf, api } from '../../lib/api/client.ts'
import { nextCursor, rowsOf } from '../../lib/api/pages.ts'
import type { AlertSummary } from '../../lib/api/types.ts'
import type { LiveEvent } from '../../lib/live/frames.ts'
import { useLive } from '../../lib/live/live.ts'
import { changeLists, keys, readAlerts } from './alert-cache.ts'
import type { AlertQuery } from './alert-query.ts'
import { usePaced } from './use-paced.ts'

/** At most four writes a second, however many events there are. */
const BATCH_MS = 250
const ASK_AGAIN_MS = 2000
const FIGURES_MS = 1500

/** What was told while a list was on its way, newest per alert: the answer may be older than that. */
const REMEMBERED = 5000

/** A list of alerts by keyset pages that follows the live stream. `onArrived` hears of alerts that are new in it. */
export function useAlertFeed(query: AlertQuery, onArrived: (alerts: readonly AlertSummary[]) => void) {
  const list = useInfiniteQuery({
    queryKey: keys.list(query),
    queryFn: ({ pageParam, signal }) => readAlerts(query, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  })
  const { data, hasNextPage, isFetching, fetchNextPage, refetch } = list
  const rows = useMemo(() => rowsOf(data), [data])
  const departed = useChanges(query, onArrived)
  return {
    rows,
    /** Alerts that were in the list, as last heard of. */
    departed,
    isLoading: list.isPending,
    isStale: list.isPlaceholderData,
    problem: list.error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    readMore: () => void (hasNextPage && !isFetching && fetchNextPage()),
  }
}

function useChanges(query: AlertQuery, onArrived: (alerts: readonly AlertSummary[]) => void) {
  const client = useQueryClient()
  const waiting = useRef<LiveEvent[]>([])
  const recent = useRef(new Map<number, LiveEvent>())
  const departed = useRef(new Map<number, AlertSummary>())
  const askAgain = usePaced(() => client.invalidateQueries({ queryKey: keys.lists }), ASK_AGAIN_MS)
  const askFigures = usePaced(() => client.invalidateQueries({ queryKey: keys.figures }), FIGURES_MS)

  const apply = usePaced(() => {
    const events = waiting.current.splice(0)
    remember(recent.current, events)
    const outcome = changeLists(client, events, query)
    for (const { id } of outcome?.arrived ?? []) departed.current.delete(id)
    for (const alert of outcome?.left ?? []) departed.current.set(alert.id, alert)
    if (outcome && outcome.arrived.length > 0) onArrived(outcome.arrived)
    if (outcome?.isUncertain) askAgain()
    if (events.some(({ op }) => op !== 'tick')) askFigures()
  }, BATCH_MS)

  useLive('alerts', (message) => {
    if (message.type === 'event') {
      waiting.current.push(message.event)
      return apply()
    }
    recent.current.clear()
    askAgain()
    askFigures()
  })

  // An answer may be older than what was told while it was on its way.
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        const isAnswer = event.type === 'updated' && event.action.type === 'success' && !event.action.manual
        if (isAnswer && isList(event.query.queryKey) && recent.current.size > 0)
          changeLists(client, [...recent.current.values()])
      }),
    [client],
  )
  return departed
}

const isList = (key: QueryKey) => keys.lists.every((part, place) => key[place] === part)

function remember(recent: Map<number, LiveEvent>, events: readonly LiveEvent[]) {
  for (const event of events) {
    if (event.op === 'tick') continue
    recent.delete(event.eid)
    recent.set(event.eid, event)
  }
  for (const id of recent.keys()) {
    if (recent.size <= REMEMBERED) break
    recent.delete(id)
  }
}

/** How many records the list has at the server; exact up to 10,000. */
export function useAlertTotal(query: AlertQuery) {
  return useQuery({
    queryKey: [...keys.figures, 'total', query],
    queryFn: async ({ signal }) => {
      const params = { query: { ...query, page_size: 1 } }
      const { count = 0, count_exact: isExact = true } = await answerOf(
        api.GET('/api/noc/alerts/', { params, signal }),
      )
      return { count, isExact }
    },
    placeholderData: keepPreviousData,
  }).data
}

export function useAlertCounts() {
  return useQuery({
    queryKey: [...keys.figures, 'counts'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/noc/alerts/counts/', { signal })),
  }).data
}
