import { ActionDialog } from '../../components/action-dialog.tsx'
import type { ActionField } from '../../components/action-field.tsx'
import { loadPeople, loadTeams } from '../../lib/api/lookups.ts'
import type { AlertSummary } from '../../lib/api/types.ts'
import { type Translate, useText } from '../../lib/i18n/messages.ts'
import { type Order, required, worstOf } from './alert-verbs.ts'
import { askTexts, fieldTexts, verbTexts } from './noc.messages.ts'

interface AlertOrderDialogProps {
  order: Order
  onSubmit: (values: Record<string, unknown>) => Promise<unknown>
  onClose: () => void
}

const TITLE_LENGTH = 255

/** Asks for what an order takes: whom, why, how it was solved. */
export function AlertOrderDialog({ order, onSubmit, onClose }: AlertOrderDialogProps) {
  const text = useText()
  const { verb, alerts } = order
  const fields = useFields(order)
  const isNew = verb === 'incident'
  return (
    <ActionDialog
      title={text(askTexts[verb] ?? verbTexts[verb], { count: alerts.length })}
      isOpen
      onClose={onClose}
      onSubmit={onSubmit}
      submit={text(verbTexts[verb])}
      requires={isNew ? ['title'] : required(verb, alerts[0])}
      fields={fields}
    />
  )
}

/** After the worst of them. */
export function proposedTitle(alerts: readonly AlertSummary[], text: Translate): string {
  const worst = worstOf(alerts)?.title ?? ''
  const others = alerts.length - 1
  const proposed = others > 0 ? text(fieldTexts.proposedTitle, { worst, others }) : worst
  return proposed.slice(0, TITLE_LENGTH)
}

function useFields({ verb, alerts, values }: Order): Record<string, ActionField> {
  const text = useText()
  const person: ActionField = {
    kind: 'lookup',
    label: text(fieldTexts.person),
    load: loadPeople,
    toValue: Number,
    isOffered: true,
  }
  const team: ActionField = { ...person, label: text(fieldTexts.team), load: loadTeams }
  const comment: ActionField = { kind: 'textarea', label: text(fieldTexts.comment), isOffered: true }
  switch (verb) {
    case 'assign':
      return { user_id: person, team_id: team, comment }
    case 'escalate':
      return {
        reason: { kind: 'textarea', label: text(fieldTexts.reason) },
        team_id: team,
        user_id: person,
      }
    case 'resolve':
      return {
        notes: { kind: 'textarea', label: text(fieldTexts.notes), description: text(fieldTexts.notesHint) },
      }
    case 'incident':
      return {
        title: {
          kind: 'text',
          label: text(fieldTexts.title),
          description: text(fieldTexts.titleHint),
          initial: String(values?.title ?? proposedTitle(alerts, text)),
        },
      }
    default:
      return {}
  }
}
