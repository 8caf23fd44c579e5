import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import type { MatrixInput } from './matrix.form.ts'

export type IncidentSettings =
  paths['/api/v1/incident-settings/']['get']['responses'][200]['content']['application/json']

export const matrixKey = ['priority-matrix'] as const
export const closingKey = ['incident-settings'] as const

export const readMatrix = () => answerOf(api.GET('/api/v1/priority-matrix/'))
export const readSettings = () => answerOf(api.GET('/api/v1/incident-settings/'))

export const useMatrix = () => useQuery({ queryKey: matrixKey, queryFn: readMatrix })
export const useSettings = () => useQuery({ queryKey: closingKey, queryFn: readSettings })

const over = (version: number) => ({ header: { 'if-match': `"v${version}"` } })

export const writeMatrix = (body: MatrixInput, version: number) =>
  answerOf(api.PUT('/api/v1/priority-matrix/', { params: over(version), body }))

export const writeSettings = (auto_close_days: number, version: number) =>
  answerOf(api.PATCH('/api/v1/incident-settings/', { params: over(version), body: { auto_close_days } }))
