import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { Integration } from './integration.shape.ts'

const STALE_MS = 300_000

export type Place = Pick<Integration, 'client_id' | 'site_id'>

/** The names of a source's defaults; without a name where there is none, or where its record is gone. */
export function usePlace({ client_id, site_id }: Place) {
  const client = useQuery({
    queryKey: ['clients', client_id],
    queryFn: ({ signal }) => readClient(client_id ?? 0, signal),
    enabled: client_id !== null,
    staleTime: STALE_MS,
  })
  const site = useQuery({
    queryKey: ['sites', site_id],
    queryFn: ({ signal }) => readSite(site_id ?? 0, signal),
    enabled: site_id !== null,
    staleTime: STALE_MS,
  })
  return {
    isLoading: client.isLoading || site.isLoading,
    client: client.data?.name ?? site.data?.client?.name,
    site: site.data?.name,
  }
}

const readClient = (id: number, signal: AbortSignal) =>
  answerOf(api.GET('/api/noc/clients/{id}/', { params: { path: { id } }, signal }))
const readSite = (id: number, signal: AbortSignal) =>
  answerOf(api.GET('/api/noc/sites/{id}/', { params: { path: { id } }, signal }))
