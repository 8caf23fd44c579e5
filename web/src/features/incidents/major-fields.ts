import type { ActionField } from '../../components/action-field.tsx'
import { loadPeople } from '../../lib/api/lookups.ts'
import { useText } from '../../lib/i18n/messages.ts'
import type { Actionable } from './incident.actions.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { fieldWords, priorityWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'

type Fields = Record<string, ActionField>

const USUAL_CADENCE = '30'

/** How the actions ask that leave the status: the priority by hand, and being a major incident. */
export function useMajorFields(incident: Actionable | undefined): Record<string, Fields> {
  const text = useText()
  const options = useOptions()
  const plan = usePlan(incident)
  const words = (name: keyof typeof fieldWords, description?: string): ActionField => ({
    kind: 'textarea',
    label: text(fieldWords[name]),
    description,
    isOffered: true,
  })
  return {
    override_priority: {
      priority: {
        kind: 'select',
        label: text(fieldWords.priority),
        options: options(priorityWords).map((option) => ({
          ...option,
          label: `P${option.id} ${option.label}`,
        })),
        toValue: Number,
      },
      reason: words('reason', text(actionTexts.overrideHint)),
    },
    reset_priority: { reason: words('reason', text(actionTexts.resetHint)) },
    propose_major: { reason: words('reason', text(actionTexts.proposeHint)) },
    accept_major: plan,
    plan_major: plan,
    reject_major: { reason: words('reason') },
    communicate_major: { message: words('message', text(actionTexts.messageHint)) },
    review_major: {
      summary: words('summary', text(actionTexts.summaryHint)),
      cause: words('cause'),
      lessons: words('lessons'),
      actions: words('actions', text(actionTexts.actionsHint)),
    },
  }
}

/** Who leads, where everybody meets, and who hears how often; as it is planned now. */
function usePlan(incident: Actionable | undefined): Fields {
  const text = useText()
  const { commander, bridge_url, communication_audience, communication_cadence_minutes } = incident ?? {}
  return {
    commander_id: {
      kind: 'lookup',
      label: text(fieldWords.commander_id),
      load: loadPeople,
      toValue: Number,
      isOffered: true,
      ...(commander && { initial: String(commander.id), initialLabel: commander.name }),
    },
    bridge_url: {
      kind: 'text',
      label: text(fieldWords.bridge_url),
      description: text(actionTexts.bridgeHint),
      isOffered: true,
      initial: bridge_url ?? '',
    },
    communication_audience: {
      kind: 'textarea',
      label: text(fieldWords.communication_audience),
      description: text(actionTexts.audienceHint),
      isOffered: true,
      initial: communication_audience ?? '',
    },
    communication_cadence_minutes: {
      kind: 'number',
      label: text(fieldWords.communication_cadence_minutes),
      isOffered: true,
      initial: String(communication_cadence_minutes ?? USUAL_CADENCE),
    },
  }
}
