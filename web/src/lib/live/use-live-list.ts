import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { nextCursor, type Page, rowsOf } from '../api/pages.ts'
import type { LiveEvent, LiveMessage, Topic } from './frames.ts'
import { useHeldRows } from './held-rows.ts'
import { useLive } from './live.ts'
import { mergeEvent } from './merge.ts'

interface Versioned {
  id: number
  version: number
}

interface LiveListOptions<T> {
  topic: Topic
  /** Filters and ordering, as they go to the API. */
  query: Readonly<Record<string, string | undefined>>
  /** Reads one page; the empty cursor is the first one. */
  read: (cursor: string, signal: AbortSignal) => Promise<Page<T>>
  /** While true no row moves: new ones wait for `show`. */
  isHeld: boolean
  /** Whether a record that the list does not hold could belong to it; without, every one may. */
  mayJoin?: (event: LiveEvent) => boolean
}

type Pages<T> = InfiniteData<Page<T>>

/** Lists lie under `[topic, 'list']`, so that a feature finds and patches all of them. */
export const listKey = (topic: Topic) => [topic, 'list'] as const

/**
 * A list by keyset pages that stays true by itself: a live event patches its record at once, and asks the server soon after which
 * records now belong to the list and in which order, since only the server knows that.
 */
export function useLiveList<T extends Versioned>({
  topic,
  query,
  read,
  isHeld,
  mayJoin,
}: LiveListOptions<T>) {
  const queryKey = [...listKey(topic), query] as const
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: (previous: InfiniteData<Page<T>, string> | undefined) => previous,
  })
  const { data, isPlaceholderData, hasNextPage, isFetching, fetchNextPage, refetch } = list
  const fresh = useMemo(() => rowsOf(data), [data])
  const held = useHeldRows(isPlaceholderData ? 'placeholder' : JSON.stringify(query), fresh, isHeld)
  useFollow<T>(topic, queryKey, mayJoin)
  return {
    ...held,
    isLoading: list.isPending,
    problem: list.error,
    retry: () => void refetch(),
    hasMore: hasNextPage,
    readMore: () => void (hasNextPage && !isFetching && fetchNextPage()),
  }
}

const CHECK_MS = 1000
const anything = () => true

function useFollow<T extends Versioned>(
  topic: Topic,
  queryKey: readonly unknown[],
  mayJoin: (event: LiveEvent) => boolean = anything,
) {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const check = useEffectEvent(() => {
    timer.current = undefined
    client.invalidateQueries({ queryKey })
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive(topic, (message: LiveMessage) => {
    if (message.type === 'gap') return check()
    const { event } = message
    const before = client.getQueryData<Pages<T>>(queryKey)
    const after = before && patched(before, (rows) => mergeEvent(rows, event))
    if (after !== before) client.setQueryData(queryKey, after)
    if (event.op !== 'tick' && (after !== before || mayJoin(event)))
      timer.current ??= setTimeout(check, CHECK_MS)
  })
}

/** Puts a record that the server just answered into every list of the topic that shows it. */
export function putRecord<T extends Versioned>(client: QueryClient, topic: Topic, record: T) {
  const put = (rows: readonly T[]) => {
    const place = rows.findIndex(({ id, version }) => id === record.id && version <= record.version)
    return place < 0 ? rows : rows.with(place, record)
  }
  client.setQueriesData<Pages<T>>({ queryKey: listKey(topic) }, (data) => data && patched(data, put))
}

function patched<T>(data: Pages<T>, change: (rows: readonly T[]) => readonly T[]): Pages<T> {
  const pages = data.pages.map((page) => {
    const results = change(page.results)
    return results === page.results ? page : { ...page, results }
  })
  return pages.every((page, place) => page === data.pages[place]) ? data : { ...data, pages }
}
