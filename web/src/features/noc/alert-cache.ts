import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import { type Page, rowsOf } from '../../lib/api/pages.ts'
import type { Alert, AlertSummary } from '../../lib/api/types.ts'
import { listKey } from '../../lib/live/use-live-list.ts'
import { type AlertChange, type Applied, applyChanges, changeTo } from './alert-changes.ts'
import type { AlertQuery } from './alert-query.ts'

type AlertPages = InfiniteData<Page<AlertSummary>>

export const keys = {
  all: ['alerts'] as const,
  lists: listKey('alerts'),
  list: (query: AlertQuery) => [...listKey('alerts'), query] as const,
  /** Figures that follow every change, a little later. */
  figures: ['alerts', 'figures'] as const,
  /** The record; what belongs to it lies below. */
  alert: (id: number) => ['alerts', 'one', id] as const,
  timeline: (id: number) => ['alerts', 'one', id, 'timeline'] as const,
}

const PAGE_SIZE = 100

export function readAlerts(query: AlertQuery, cursor: string, signal: AbortSignal) {
  return answerOf(
    api.GET('/api/noc/alerts/', {
      params: { query: { ...query, cursor, page_size: PAGE_SIZE } },
      signal,
    }),
  )
}

/** Brings the changes into every list that was read; answers what they meant for the one of `query`. */
export function changeLists(client: QueryClient, changes: readonly AlertChange[], query?: AlertQuery) {
  let outcome: Applied | undefined
  const wanted = query && JSON.stringify(query)
  for (const [key, data] of client.getQueriesData<AlertPages>({ queryKey: keys.lists })) {
    const of = key[2] as AlertQuery
    if (!data) continue
    const rows = rowsOf(data)
    const last = data.pages.at(-1)
    const applied = applyChanges(rows, changes, of, Boolean(last?.next))
    if (wanted === JSON.stringify(of)) outcome = applied
    if (applied.rows === rows) continue
    const pages = data.pages.map((page, place) => ({
      ...page,
      results: place === 0 ? [...applied.rows] : [],
    }))
    client.setQueryData<AlertPages>(key, { ...data, pages })
  }
  return outcome
}

/** Puts what the server just answered in every place that shows it; the history of the alert is asked for again. */
export function keepAlert(client: QueryClient, alert: Alert) {
  client.setQueryData(keys.alert(alert.id), alert)
  client.invalidateQueries({ queryKey: keys.timeline(alert.id) })
  changeLists(client, [changeTo(alert)])
  client.invalidateQueries({ queryKey: keys.figures })
}

/** An alert among the rows that are at hand: a detail has something to show at once, an id its name. */
export function findAlert(
  client: QueryClient,
  isWanted: (alert: AlertSummary) => boolean,
): AlertSummary | undefined {
  for (const [, data] of client.getQueriesData<AlertPages>({ queryKey: keys.lists })) {
    const found = data?.pages.flatMap(({ results }) => results).find(isWanted)
    if (found) return found
  }
  return undefined
}
