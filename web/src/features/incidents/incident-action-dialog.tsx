import { ActionDialog } from '../../components/action-dialog.tsx'
import { toast } from '../../components/toast-queue.ts'
import { asProblem } from '../../lib/api/problem.ts'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useAct } from './incident.actions.ts'
import { useActionFields } from './incident-action-fields.ts'
import { actionTexts, actionWords } from './incident-actions.messages.ts'
import { useWord } from './incident-words.ts'

interface IncidentActionDialogProps {
  action: string
  /** The one incident, or those of a selection: then all of them get the same. */
  incidents: readonly IncidentSummary[]
  onClose: () => void
}

const dangerous = ['cancel']

/** Asks for what the action takes, and carries it out. */
export function IncidentActionDialog({ action, incidents, onClose }: IncidentActionDialogProps) {
  const text = useText()
  const word = useWord()
  const [first] = incidents
  const only = incidents.length === 1 ? first : undefined
  const fields = useActionFields(action, only)
  const submit = useSubmit(action, incidents)
  const verb = word(actionWords, action)
  const title = only
    ? text(actionTexts.titled, { action: verb, number: only.number })
    : text(actionTexts.many, { action: verb, count: incidents.length })
  return (
    <ActionDialog
      title={title}
      isOpen
      onClose={onClose}
      requires={first?.actions.find((offer) => offer.action === action)?.requires ?? []}
      fields={fields}
      submit={verb}
      isDanger={dangerous.includes(action)}
      onSubmit={submit}
    />
  )
}

/** One after the other. A single refusal belongs in the form; of many, those that worked stand and the others are counted. */
function useSubmit(action: string, incidents: readonly IncidentSummary[]) {
  const act = useAct()
  const tell = useManyDone()
  return async (values: Record<string, unknown>) => {
    if (incidents.length === 1) return act({ id: incidents[0]?.id ?? 0, action, values })
    const results: PromiseSettledResult<unknown>[] = []
    for (const { id } of incidents) results.push(...(await Promise.allSettled([act({ id, action, values })])))
    tell(results)
  }
}

/** Says of many how many changed, and how many did not and why. */
export function useManyDone() {
  const text = useText()
  return (results: readonly PromiseSettledResult<unknown>[]) => {
    const refused = results.filter((result) => result.status === 'rejected')
    const count = results.length - refused.length
    if (count > 0) toast({ title: text(actionTexts.manyDone, { count }), tone: 'good' })
    if (refused[0])
      toast({
        title: text(actionTexts.manyFailed, { count: refused.length }),
        detail: asProblem(refused[0].reason).message,
        tone: 'danger',
      })
  }
}
