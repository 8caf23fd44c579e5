import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import { useRecordChange } from '../../../lib/api/use-records.ts'

export type OwnSession =
  paths['/api/v1/auth/sessions/']['get']['responses'][200]['content']['application/json'][number]

export const SESSIONS = ['sessions']

export const useSessions = () =>
  useQuery({
    queryKey: SESSIONS,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/auth/sessions/', { signal })),
  })

export const useEndSession = () =>
  useRecordChange(SESSIONS, (id: number) =>
    answerOf(api.DELETE('/api/v1/auth/sessions/{id}/', { params: { path: { id } } })),
  )

export const useEndOtherSessions = () =>
  useRecordChange(SESSIONS, () => answerOf(api.POST('/api/v1/auth/sessions/end_all/')))
