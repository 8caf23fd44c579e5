import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import { nextCursor } from '../../../lib/api/pages.ts'
import type { Integration, IntegrationInput } from './integration.shape.ts'

const ALL = ['integrations'] as const
const PAGE_SIZE = 100
const POLL_MS = 3000

export function useIntegrations(search: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...ALL, 'list', search],
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { search, cursor, page_size: PAGE_SIZE }
      return answerOf(api.GET('/api/noc/integrations/', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

function useChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>, isQuiet = false) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    meta: { quiet: isQuiet },
    onSuccess: () => client.invalidateQueries({ queryKey: ALL }),
  })
}

export const useCreate = () =>
  useChange((body: IntegrationInput) => answerOf(api.POST('/api/noc/integrations/', { body })), true)

interface Update {
  id: number
  body: Partial<IntegrationInput>
  /** Refused when somebody changed the record since this version. */
  version?: number
}

function update({ id, body, version }: Update): Promise<Integration> {
  const header = version === undefined ? {} : { 'if-match': `"v${version}"` }
  return answerOf(api.PATCH('/api/noc/integrations/{id}/', { params: { path: { id }, header }, body }))
}

/** The form shows its own problems; a switch has no place for them but a toast. */
export const useUpdate = () => useChange(update, true)
export const useSwitch = () => useChange(update)

export const useRotate = () =>
  useChange((id: number) =>
    answerOf(api.POST('/api/noc/integrations/{id}/rotate/', { params: { path: { id } }, body: {} })),
  )

export const useDelete = () =>
  useChange((id: number) => answerOf(api.DELETE('/api/noc/integrations/{id}/', { params: { path: { id } } })))

/** The first alert of a source, asked for until there is one. */
export function useFirstAlert(integrationId: number) {
  const query = { integration_id: String(integrationId), page_size: 1 }
  return useQuery({
    queryKey: ['alerts', 'first', integrationId],
    queryFn: async ({ signal }) => {
      const { results } = await answerOf(api.GET('/api/noc/alerts/', { params: { query }, signal }))
      return results[0] ?? null
    },
    refetchInterval: ({ state }) => (state.data ? false : POLL_MS),
  })
}
