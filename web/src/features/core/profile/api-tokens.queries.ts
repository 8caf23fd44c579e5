import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import { useRecordChange, useRecords } from '../../../lib/api/use-records.ts'

type Creation = paths['/api/v1/api-tokens/']['post']
type ApiTokenInput = Creation['requestBody']['content']['application/json']
/** The token itself, which no other answer holds. */
export type NewApiToken = Creation['responses'][201]['content']['application/json']

const TOKENS = 'api-tokens'

/** Of one person: an administrator would see those of everybody. */
export const useApiTokens = (ownerId: number) =>
  useRecords(TOKENS, '', (page, signal) => {
    const query = { ...page, created_by: String(ownerId) }
    return answerOf(api.GET('/api/v1/api-tokens/', { params: { query }, signal }))
  })

export const useCreateApiToken = () =>
  useRecordChange(
    [TOKENS],
    (body: ApiTokenInput) => answerOf(api.POST('/api/v1/api-tokens/', { body })),
    true,
  )

export const useRevokeApiToken = () =>
  useRecordChange([TOKENS], (id: number) =>
    answerOf(api.DELETE('/api/v1/api-tokens/{id}/', { params: { path: { id } } })),
  )
