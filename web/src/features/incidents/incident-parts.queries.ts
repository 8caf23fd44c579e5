import { useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import type { IncidentPart } from '../../lib/live/frames.ts'
import { useLive } from '../../lib/live/live.ts'
import { recordKey, timelineKey } from './incident.queries.ts'

const MOST = 100

export const filesKey = (id: number) => [...recordKey(id), 'files'] as const
export const workaroundsKey = (id: number) => [...recordKey(id), 'workarounds'] as const
const metricsKey = (id: number) => [...recordKey(id), 'metrics'] as const

/** Asks again, for its history as well, when something that hangs on the incident changed; what went out of sight tells no incident. */
function useFollowPart(topic: IncidentPart, id: number, queryKey: readonly unknown[]) {
  const client = useQueryClient()
  useLive(topic, (message) => {
    const { incident_id, linked_incident_id } = message.type === 'event' ? message.event.d : {}
    if (incident_id !== undefined && incident_id !== id && linked_incident_id !== id) return
    client.invalidateQueries({ queryKey })
    client.invalidateQueries({ queryKey: timelineKey(id) })
  })
}

/** The files of an incident; it holds at most fifty. */
export function useFiles(id: number) {
  const queryKey = filesKey(id)
  useFollowPart('incident-attachments', id, queryKey)
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const query = { incident_id: String(id), page_size: MOST }
      return answerOf(api.GET('/api/v1/incident-attachments/', { params: { query }, signal }))
    },
    select: ({ results }) => results,
  })
}

export function useWorkarounds(id: number) {
  const queryKey = workaroundsKey(id)
  useFollowPart('incident-workarounds', id, queryKey)
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const query = { incident_id: String(id), page_size: MOST }
      return answerOf(api.GET('/api/v1/incident-workarounds/', { params: { query }, signal }))
    },
    select: ({ results }) => results,
  })
}

/** How long its steps took; null while nothing has happened to it. */
export function useMetrics(id: number) {
  const queryKey = metricsKey(id)
  useFollowPart('incident-metrics', id, queryKey)
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const query = { incident_id: String(id), page_size: 1 }
      return answerOf(api.GET('/api/v1/incident-metrics/', { params: { query }, signal }))
    },
    select: ({ results }) => results[0] ?? null,
  })
}

/** Links stand in the record itself, of both ends. */
export const useFollowLinks = (id: number) => useFollowPart('incident-links', id, recordKey(id))
