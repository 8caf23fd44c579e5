import { useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import type { Problem } from '../../lib/api/problem.ts'
import type { Alert } from '../../lib/api/types.ts'
import { useLive } from '../../lib/live/live.ts'
import { findAlert, keys } from './alert-cache.ts'
import { usePaced } from './use-paced.ts'

const ASK_AGAIN_MS = 300
const mayPass = (failures: number, { status }: Problem) => failures < 2 && (status === 0 || status >= 500)

/** An alert as it is now; until all of it is there, what the list knew. */
export function useAlert(id: number) {
  const client = useQueryClient()
  const askAgain = usePaced(() => client.invalidateQueries({ queryKey: keys.alert(id) }), ASK_AGAIN_MS)
  useLive('alerts', (message) => {
    if (message.type === 'gap') return askAgain()
    const { event } = message
    if (event.eid !== id) return
    client.setQueryData<Alert>(keys.alert(id), (alert) =>
      alert && event.ver >= alert.version ? { ...alert, ...event.d } : alert,
    )
    if (event.op !== 'tick') askAgain()
  })
  const { data, error, refetch } = useQuery({
    queryKey: keys.alert(id),
    queryFn: ({ signal }) => answerOf(api.GET('/api/noc/alerts/{id}/', { params: { path: { id } }, signal })),
    retry: mayPass,
  })
  return {
    alert: data,
    summary: data ?? findAlert(client, (alert) => alert.id === id),
    problem: error,
    retry: () => void refetch(),
  }
}

export function useAlertTimeline(id: number) {
  return useQuery({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/noc/alerts/{id}/timeline/', { params: { path: { id } }, signal })),
    retry: mayPass,
  })
}
