import type { ActionField } from '../../components/action-field.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { type Actionable, demandOfHold, type Entered, referenceOfHold } from './incident.demands.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { fieldWords, holdWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'
import { useSuggestedTimes } from './suggested-times.ts'

/** What is asked follows from what is waited for. */
export function useHoldFields(incident: Actionable | undefined) {
  const text = useText()
  const options = useOptions()
  const suggestions = useSuggestedTimes()
  return ({ hold_reason }: Entered): Record<string, ActionField> => {
    const demand = demandOfHold(hold_reason, incident?.links)
    const reference = referenceOfHold(hold_reason)
    const isToCaller = hold_reason === 'awaiting_caller'
    return {
      hold_reason: {
        kind: 'select',
        label: text(fieldWords.hold_reason),
        options: options(holdWords),
      },
      ...(reference && {
        [reference]: {
          kind: 'text' as const,
          label: text(fieldWords[reference]),
          description: text(demand === reference ? actionTexts.referenceHint : actionTexts.referenceKnown),
          isOffered: true,
          isRequired: demand === reference,
        },
      }),
      hold_until: {
        kind: 'time',
        label: text(fieldWords.hold_until),
        description: text(actionTexts.untilHint),
        earliest: new Date(),
        suggestions,
        isOffered: true,
        isRequired: demand === 'hold_until',
      },
      comment: {
        kind: 'textarea',
        label: text(isToCaller ? actionTexts.toRequester : fieldWords.comment),
        description: text(isToCaller ? actionTexts.toRequesterHint : actionTexts.commentHint),
        isOffered: true,
        isRequired: demand === 'comment',
      },
    }
  }
}
