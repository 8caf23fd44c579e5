import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import { ofVersion, type RecordQuery, useRecordChange } from '../../../lib/api/use-records.ts'

type Posted<Path extends '/api/v1/users/' | '/api/v1/user-roles/'> =
  paths[Path]['post']['requestBody']['content']['application/json']
export type PersonInput = Posted<'/api/v1/users/'>
export type GrantInput = Posted<'/api/v1/user-roles/'>
export type PersonUpdate = paths['/api/v1/users/{id}/']['patch']['requestBody']['content']['application/json']

const PEOPLE = ['people']
const GRANTS = ['people', 'grants']

export const readPeople = (query: RecordQuery, signal: AbortSignal) =>
  answerOf(api.GET('/api/v1/users/', { params: { query }, signal }))

export const usePerson = (id: number) =>
  useQuery({
    queryKey: ['people', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/users/{id}/', { params: { path: { id } }, signal })),
  })

/** The roles of one person; a hundred are enough. */
export const useGrants = (userId: number) =>
  useQuery({
    queryKey: ['grants', userId],
    queryFn: async ({ signal }) => {
      const query = { user_id: String(userId), page_size: 100 }
      return (await answerOf(api.GET('/api/v1/user-roles/', { params: { query }, signal }))).results
    },
  })

export const useAddPerson = () =>
  useRecordChange(PEOPLE, (body: PersonInput) => answerOf(api.POST('/api/v1/users/', { body })), true)

interface PersonChange {
  id: number
  body: PersonUpdate
  version?: number
}
const change = ({ id, body, version }: PersonChange) =>
  answerOf(api.PATCH('/api/v1/users/{id}/', { params: ofVersion(id, version), body }))

/** The form shows its own problems; a switch has no place for them but a toast. */
export const useEditPerson = () => useRecordChange(PEOPLE, change, true)
export const useSwitchPerson = () => useRecordChange(PEOPLE, change)

export const useInvite = () =>
  useRecordChange(PEOPLE, (id: number) =>
    answerOf(api.POST('/api/v1/users/{id}/invite/', { params: { path: { id } }, body: {} as never })),
  )

export const useDisableMfa = () =>
  useRecordChange(PEOPLE, (id: number) =>
    answerOf(api.POST('/api/v1/users/{id}/disable_mfa/', { params: { path: { id } }, body: {} as never })),
  )

export const useAnonymise = () =>
  useRecordChange(GRANTS, (id: number) =>
    answerOf(api.POST('/api/v1/users/{id}/anonymise/', { params: { path: { id } }, body: {} as never })),
  )

export const useGrantRole = () =>
  useRecordChange(GRANTS, (body: GrantInput) => answerOf(api.POST('/api/v1/user-roles/', { body })), true)

export const useTakeRole = () =>
  useRecordChange(GRANTS, (id: number) =>
    answerOf(api.DELETE('/api/v1/user-roles/{id}/', { params: { path: { id } } })),
  )
