import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import type { paths } from '../../lib/api/schema.gen.ts'
import { recordKey, useKeep } from './incident.queries.ts'

export type LinkInput = paths['/api/v1/incident-links/']['post']['requestBody']['content']['application/json']

interface Adoption {
  childId: number
  parentId: number | null
}

/** Gives an incident a parent, or takes it away; both ends are shown anew. */
export function useAdopt(ownId: number) {
  const client = useQueryClient()
  const keep = useKeep()
  return useMutation({
    mutationFn: ({ childId, parentId }: Adoption) => {
      const params = { path: { id: childId } }
      return answerOf(api.PATCH('/api/v1/incidents/{id}/', { params, body: { parent_id: parentId } }))
    },
    onSuccess: (child) => {
      keep(child)
      client.invalidateQueries({ queryKey: recordKey(ownId) })
    },
  })
}

/** Adds a link; what is refused belongs in the form that asked. */
export function useAddLink(incidentId: number) {
  const client = useQueryClient()
  return async (link: Omit<LinkInput, 'incident_id'>) => {
    const body = { ...link, incident_id: incidentId }
    await answerOf(api.POST('/api/v1/incident-links/', { body }))
    await client.invalidateQueries({ queryKey: recordKey(incidentId) })
  }
}

export function useRemoveLink(incidentId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) =>
      answerOf(api.DELETE('/api/v1/incident-links/{id}/', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: recordKey(incidentId) }),
  })
}
