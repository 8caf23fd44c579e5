import { useNavigate } from '@tanstack/react-router'
import { ActionDialog } from '../../components/action-dialog.tsx'
import { toast } from '../../components/toast-queue.ts'
import { asProblem } from '../../lib/api/problem.ts'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { type Actionable, useAct } from './incident.actions.ts'
import { useActionFields } from './incident-action-fields.ts'
import { actionTexts, actionWords, dialogWords } from './incident-actions.messages.ts'
import { useWord } from './incident-words.ts'

interface IncidentActionDialogProps {
  action: string
  /** The one incident, or those of a selection: then all of them get the same. */
  incidents: readonly Actionable[]
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
    ? text(actionTexts.titled, {
        action: word({ ...actionWords, ...dialogWords }, action),
        number: only.number,
      })
    : text(actionTexts.many, { action: verb, count: incidents.length })
  return (
    <ActionDialog
      title={title}
      isOpen
      onClose={onClose}
      {...offerOf(action, incidents)}
      fields={fields}
      submit={verb}
      isDanger={dangerous.includes(action)}
      onSubmit={submit}
    />
  )
}

/** What one of them demands is demanded of all: they get the same. */
function offerOf(action: string, incidents: readonly Actionable[]) {
  const offers = incidents.flatMap(({ actions }) => actions.filter((offer) => offer.action === action))
  return {
    requires: offers[0]?.requires ?? [],
    requiresIf: offers.flatMap(({ requires_if = [] }) => requires_if),
  }
}

/** One after the other. A single refusal belongs in the form; of many, those that worked stand and the others are counted. */
function useSubmit(action: string, incidents: readonly Actionable[]) {
  const act = useAct()
  const tell = useManyDone()
  const goOn = useFollowUp()
  return async (values: Record<string, unknown>) => {
    const [only] = incidents
    if (incidents.length === 1 && only) {
      const result = await act({ id: only.id, action, values })
      if (result.id !== only.id) goOn(result)
      return
    }
    const results: PromiseSettledResult<unknown>[] = []
    for (const { id } of incidents) results.push(...(await Promise.allSettled([act({ id, action, values })])))
    tell(results)
  }
}

/** The one action whose answer is another incident: work goes on there. */
function useFollowUp() {
  const text = useText()
  const navigate = useNavigate()
  return ({ id, number, changed }: Incident) => {
    const title = text(changed === false ? actionTexts.followUpOpen : actionTexts.followedUp, { number })
    toast({ title, tone: 'good' })
    void navigate({ to: '/incidents/$id', params: { id: String(id) } })
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
