import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { levelWords } from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'
import { reasonTexts } from './priority.messages.ts'

type Reason = Incident['priority_reasons'][number]

const grounds: Readonly<Record<string, keyof typeof reasonTexts>> = {
  item_criticality: 'item',
  affected_users: 'users',
  vip_requester: 'vip',
}

/** One step from what people said to the priority, as a sentence. */
export function useReasonText() {
  const text = useText()
  const word = useWord()
  const level = (value: number | string | null) => (value === null ? '' : word(levelWords, value))
  return ({ rule, field, from, to, input }: Reason): string => {
    const ground = grounds[rule]
    if (ground) {
      const because = text(reasonTexts[ground], { input: input ?? '' })
      const isImpact = field === 'impact'
      return text(isImpact ? reasonTexts.impact : reasonTexts.urgency, {
        from: level(from),
        to: level(to),
        because,
      })
    }
    if (rule === 'matrix') {
      const [impact = '', urgency = ''] = (input ?? '').split('/')
      return text(reasonTexts.matrix, { impact: level(impact), urgency: level(urgency), priority: to })
    }
    if (rule === 'override') {
      const values = { from: from ?? '', to, reason: input ?? '' }
      return text(input ? reasonTexts.overrideBecause : reasonTexts.override, values)
    }
    return text(reasonTexts.unknown, { rule: rule.replaceAll('_', ' '), to })
  }
}

/** Why the priority is what it is, step by step. */
export function PriorityReasons({ reasons }: { reasons: readonly Reason[] }) {
  const text = useText()
  const textOf = useReasonText()
  if (reasons.length === 0) return null
  return (
    <ol aria-label={text(reasonTexts.why)} className="mt-1 flex flex-col gap-1 text-muted text-sm">
      {reasons.map((reason) => (
        <li
          key={`${reason.rule} ${reason.field}`}
          className="relative break-words ps-3.5 before:absolute before:start-0.5 before:top-[0.45rem] before:size-1.5 before:rounded-full before:bg-control"
        >
          {textOf(reason)}
        </li>
      ))}
    </ol>
  )
}
