import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import { ofVersion, type RecordQuery, useRecordChange } from '../../../lib/api/use-records.ts'

export type TeamInput = paths['/api/v1/teams/']['post']['requestBody']['content']['application/json']
export type MemberInput =
  paths['/api/v1/teams/{id}/add_member/']['post']['requestBody']['content']['application/json']

const TEAMS = ['teams']

export const readTeams = (query: RecordQuery, signal: AbortSignal) =>
  answerOf(api.GET('/api/v1/teams/', { params: { query }, signal }))

export const useTeam = (id: number) =>
  useQuery({
    queryKey: ['teams', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/teams/{id}/', { params: { path: { id } }, signal })),
  })

export const useCreateTeam = () =>
  useRecordChange(TEAMS, (body: TeamInput) => answerOf(api.POST('/api/v1/teams/', { body })), true)

interface TeamChange {
  id: number
  version?: number
  body: Partial<TeamInput>
}
const change = ({ id, version, body }: TeamChange) =>
  answerOf(api.PATCH('/api/v1/teams/{id}/', { params: ofVersion(id, version), body }))

/** The form shows its own problems; a switch has no place for them but a toast. */
export const useEditTeam = () => useRecordChange(TEAMS, change, true)
export const useSwitchTeam = () => useRecordChange(TEAMS, change)

/** Who is a member already gets the role that is named. */
const putMember = ({ id, body }: { id: number; body: MemberInput }) =>
  answerOf(api.POST('/api/v1/teams/{id}/add_member/', { params: { path: { id } }, body }))
export const useAddMember = () => useRecordChange(TEAMS, putMember, true)
export const useChangeMember = () => useRecordChange(TEAMS, putMember)

export const useRemoveMember = () =>
  useRecordChange(TEAMS, ({ id, user_id }: { id: number; user_id: number }) =>
    answerOf(api.POST('/api/v1/teams/{id}/remove_member/', { params: { path: { id } }, body: { user_id } })),
  )
