import { useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import type { paths } from '../../lib/api/schema.gen.ts'
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { useLive } from '../../lib/live/live.ts'
import { listKey, putRecord } from '../../lib/live/use-live-list.ts'
import type { Search } from '../../lib/url/search.ts'

const TOPIC = 'configuration-items'
const PAGE_SIZE = 50
export const defaultOrdering = 'name'

type ItemQuery = NonNullable<paths['/api/v1/configuration-items/']['get']['parameters']['query']>
const narrowing: readonly (keyof ItemQuery)[] = [
  'status__in',
  'criticality__in',
  'client_id',
  'site_id',
  'search',
]

/** What the address asks the API; keys that are not the list's stay in it and are not sent. */
export function queryOf(search: Search): Record<string, string | undefined> {
  const asked = narrowing.filter((key) => search[key]).map((key) => [key, search[key]])
  return { ordering: search.ordering ?? defaultOrdering, ...Object.fromEntries(asked) }
}

export const isNarrowed = (search: Search) => narrowing.some((key) => search[key])
export const withoutFilters: Search = Object.fromEntries(narrowing.map((key) => [key, undefined]))

export function readItems(asked: Record<string, string | undefined>) {
  return (cursor: string, signal: AbortSignal) => {
    const query = { ...asked, cursor, page_size: PAGE_SIZE }
    return answerOf(api.GET('/api/v1/configuration-items/', { params: { query }, signal }))
  }
}

/** The same key wherever a record of it is shown, so that a change shows everywhere. */
const itemKey = (id: number) => ['configuration-item', id] as const

export function useItem(id: number) {
  const client = useQueryClient()
  useLive(TOPIC, (message) => {
    if (message.type === 'gap' || message.event.eid === id)
      client.invalidateQueries({ queryKey: itemKey(id) })
  })
  return useQuery({
    queryKey: itemKey(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/configuration-items/{id}/', { params: { path: { id } }, signal })),
  })
}

/** Creates an item or changes one, refused where somebody changed it since it was read. */
export function useSaveItem() {
  const client = useQueryClient()
  return async (values: Record<string, unknown>, item?: ConfigurationItem) => {
    const body = values as { name: string }
    const saved = await answerOf(
      item
        ? api.PATCH('/api/v1/configuration-items/{id}/', {
            params: { path: { id: item.id }, header: { 'if-match': `"v${item.version}"` } },
            body,
          })
        : api.POST('/api/v1/configuration-items/', { body }),
    )
    client.setQueryData(itemKey(saved.id), saved)
    putRecord(client, TOPIC, saved)
    client.invalidateQueries({ queryKey: listKey(TOPIC) })
    return saved
  }
}
