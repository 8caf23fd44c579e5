import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import { nextCursor } from '../../lib/api/pages.ts'
import type { Incident } from '../../lib/api/types.ts'
import type { LiveEvent } from '../../lib/live/frames.ts'
import { useLive } from '../../lib/live/live.ts'
import { listKey, putRecord } from '../../lib/live/use-live-list.ts'

/** What belongs to a record lies under its key, so that one invalidation asks for all of it again. */
export const recordKey = (id: number) => ['incident', id] as const

const pathOf = (id: number) => ({ path: { id } })

export const incidentQuery = (id: number) => ({
  queryKey: recordKey(id),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    answerOf(api.GET('/api/v1/incidents/{id}/', { params: pathOf(id), signal })),
})

/** The record, asked for again whenever somebody changes it. What is being typed lies in the editors and is not touched. */
export function useIncident(id: number) {
  const client = useQueryClient()
  useLive('incidents', (message) => {
    if (message.type === 'gap' || concerns(message.event, id, client.getQueryData<Incident>(recordKey(id))))
      client.invalidateQueries({ queryKey: recordKey(id) })
  })
  return useQuery(incidentQuery(id))
}

/** It shows its family and what it is linked to, so their changes are its own. */
function concerns({ eid, d }: LiveEvent, id: number, shown: Incident | undefined) {
  const relatives = [...(shown?.children ?? []), ...(shown?.links ?? []).map(({ incident }) => incident)]
  return eid === id || d.parent_id === id || relatives.some((relative) => relative?.id === eid)
}

const COMMENTS_PER_PAGE = 50
export const timelineKey = (id: number) => [...recordKey(id), 'timeline'] as const
const commentsKey = (id: number) => [...recordKey(id), 'comments'] as const

export type Visibility = 'public' | 'internal'

/** Comments move no version of the incident, so they have a topic of their own. */
export function useFollowComments(id: number) {
  const client = useQueryClient()
  useLive('incident-comments', (message) => {
    // A comment that went out of sight tells no incident: it may have been one of these.
    const of = message.type === 'event' ? message.event.d.incident_id : undefined
    if (of !== undefined && of !== id) return
    client.invalidateQueries({ queryKey: commentsKey(id) })
    client.invalidateQueries({ queryKey: timelineKey(id) })
  })
}

/** What was said, newest first. */
export function useComments(id: number, visibility?: Visibility) {
  return useInfiniteQuery({
    queryKey: [...commentsKey(id), visibility ?? 'all'],
    queryFn: ({ pageParam, signal }) => {
      const query = { cursor: pageParam, page_size: COMMENTS_PER_PAGE, ...(visibility && { visibility }) }
      return answerOf(
        api.GET('/api/v1/incidents/{id}/comments/', { params: { ...pathOf(id), query }, signal }),
      )
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

export function useTimeline(id: number) {
  return useQuery({
    queryKey: timelineKey(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/incidents/{id}/timeline/', { params: pathOf(id), signal })),
  })
}

/** Puts what the server just answered in every place that shows it; the rest of the record is asked for again. */
export function useKeep() {
  const client = useQueryClient()
  return (incident: Incident) => {
    client.setQueryData(recordKey(incident.id), incident)
    putRecord(client, 'incidents', incident)
    client.invalidateQueries({ queryKey: recordKey(incident.id) })
    client.invalidateQueries({ queryKey: listKey('incidents') })
    return incident
  }
}
