import type { ActionField, Entered } from '../../components/action-field.tsx'
import { incidentsBut } from '../../lib/api/lookups.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useAssignFields, useEscalateFields } from './assign-fields.ts'
import { useHoldFields } from './hold-fields.ts'
import { type Actionable, openChildren } from './incident.actions.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { fieldWords, resolutionWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'
import { useMajorFields } from './major-fields.ts'

type Fields = Record<string, ActionField>

/** How each action asks for what it takes. The record's offer says what must be there; here is what else is offered. */
export function useActionFields(
  action: string,
  incident: Actionable | undefined,
): Fields | ((entered: Entered, demanded: readonly string[]) => Fields) {
  const plain = usePlainFields(incident)
  const assign = useAssignFields(incident)
  const escalate = useEscalateFields()
  const hold = useHoldFields()
  const major = useMajorFields(incident)
  return { assign, escalate, hold, ...plain, ...major }[action] ?? {}
}

/** The actions that always ask the same. */
function usePlainFields(incident: Actionable | undefined): Record<string, Fields> {
  const text = useText()
  const options = useOptions()
  const isStaff = usePermission('incidents.read_internal')
  const words = (name: keyof typeof fieldWords, more: Partial<ActionField> = {}) =>
    ({ kind: 'textarea', label: text(fieldWords[name]), ...more }) as ActionField
  const children = openChildren(incident ?? {})
  return {
    resolve: {
      resolution_code: {
        kind: 'select',
        label: text(fieldWords.resolution_code),
        options: options(resolutionWords),
      },
      resolution_notes: words('resolution_notes', { description: text(actionTexts.notesHint) }),
      resolve_children: {
        kind: 'checkbox',
        label: text(actionTexts.resolveChildren, { count: children }),
        isOffered: children > 0,
        initial: 'true',
      },
    },
    close: {
      comment: words('comment', {
        description: isStaff ? text(actionTexts.commentHint) : undefined,
        isOffered: true,
      }),
    },
    reopen: { reason: words('reason', { description: text(actionTexts.reopenHint) }) },
    cancel: {
      reason: words('reason'),
      duplicate_of_id: {
        kind: 'lookup',
        label: text(actionTexts.duplicateOf),
        description: text(actionTexts.duplicateHint),
        load: incidentsBut(incident?.id ?? 0),
        toValue: Number,
        isOffered: isStaff,
      },
    },
    follow_up: {
      title: words('title', { kind: 'text', description: text(actionTexts.followUpHint), isOffered: true }),
      description: words('description', { description: text(actionTexts.followUpHint), isOffered: true }),
    },
  }
}
