import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import { ofVersion, useRecordChange } from '../../../lib/api/use-records.ts'

type RoleInput = paths['/api/v1/roles/']['post']['requestBody']['content']['application/json']
type RoleChange = paths['/api/v1/roles/{id}/']['patch']['requestBody']['content']['application/json']

const ROLES = ['roles']

/** All of them: an organization has few. The built-in ones first. */
export const useRoles = () =>
  useQuery({
    queryKey: ROLES,
    queryFn: async ({ signal }) => {
      const query = { page_size: 100 }
      const { results } = await answerOf(api.GET('/api/v1/roles/', { params: { query }, signal }))
      return results.toSorted((a, b) => Number(b.is_system) - Number(a.is_system))
    },
  })

export const useCreateRole = () =>
  useRecordChange(ROLES, (body: RoleInput) => answerOf(api.POST('/api/v1/roles/', { body })), true)

export const useChangeRole = () =>
  useRecordChange(
    ROLES,
    ({ id, version, body }: { id: number; version: number; body: RoleChange }) =>
      answerOf(api.PATCH('/api/v1/roles/{id}/', { params: ofVersion(id, version), body })),
    true,
  )

export const useDeleteRole = () =>
  useRecordChange(ROLES, (id: number) =>
    answerOf(api.DELETE('/api/v1/roles/{id}/', { params: { path: { id } } })),
  )
