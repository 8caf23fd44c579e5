import { toast } from '../../components/toast-queue.ts'
import { asProblem } from '../../lib/api/problem.ts'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { useUser } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useAct } from './incident.actions.ts'
import { useManyDone } from './incident-action-dialog.tsx'
import { actionTexts } from './incident-actions.messages.ts'

export const isAssignable = ({ actions }: IncidentSummary) =>
  actions.some(({ action }) => action === 'assign')

/** Takes over those of the incidents that can be assigned. */
export function useAssignToMe() {
  const text = useText()
  const me = useUser()
  const act = useAct()
  const tell = useManyDone()
  return async (incidents: readonly IncidentSummary[]) => {
    const open = incidents.filter(isAssignable)
    if (incidents.length > 0 && open.length === 0)
      return void toast({ title: text(actionTexts.noneOffered), tone: 'danger' })
    const values = { assignee_id: me.id }
    const results = await Promise.allSettled(open.map(({ id }) => act({ id, action: 'assign', values })))
    const [only] = results
    if (results.length !== 1 || !only) return tell(results)
    if (only.status === 'fulfilled')
      toast({ title: text(actionTexts.mine, { number: only.value.number }), tone: 'good' })
    else toast({ title: asProblem(only.reason).message, tone: 'danger' })
  }
}
