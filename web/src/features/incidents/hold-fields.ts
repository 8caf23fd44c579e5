import type { ActionField, Entered } from '../../components/action-field.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { fieldWords, holdWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'
import { useSuggestedTimes } from './suggested-times.ts'

/** What a reason is about, where it has a name elsewhere. */
const references: Readonly<Record<string, 'change_reference' | 'problem_reference'>> = {
  awaiting_change: 'change_reference',
  awaiting_problem: 'problem_reference',
}

/** What is asked follows from what is waited for. */
export function useHoldFields() {
  const text = useText()
  const options = useOptions()
  const suggestions = useSuggestedTimes()
  return ({ hold_reason = '' }: Entered, demanded: readonly string[]): Record<string, ActionField> => {
    const reference = references[hold_reason]
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
          description: text(
            demanded.includes(reference) ? actionTexts.referenceHint : actionTexts.referenceKnown,
          ),
          isOffered: true,
        },
      }),
      hold_until: {
        kind: 'time',
        label: text(fieldWords.hold_until),
        description: text(actionTexts.untilHint),
        earliest: new Date(),
        suggestions,
        isOffered: true,
      },
      comment: {
        kind: 'textarea',
        label: text(isToCaller ? actionTexts.toRequester : fieldWords.comment),
        description: text(isToCaller ? actionTexts.toRequesterHint : actionTexts.commentHint),
        isOffered: true,
      },
    }
  }
}
