import { tv } from 'tailwind-variants/lite'
import { priorityWords } from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'

const style = tv({
  base: 'inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs',
  variants: {
    priority: {
      1: 'bg-critical text-white',
      2: 'bg-high-soft text-high',
      3: 'bg-warning-soft text-warning',
      4: 'bg-low-soft text-low',
      5: 'bg-info-soft text-info',
    },
  },
})

const isKnown = (priority: number): priority is 1 | 2 | 3 | 4 | 5 => priority >= 1 && priority <= 5

/** The number comes first and sorts in the eye; word and colour say the same again. */
export function PriorityBadge({ priority, isShort }: { priority: number; isShort?: boolean }) {
  const word = useWord()
  const name = word(priorityWords, priority)
  return (
    <span
      className={style({ priority: isKnown(priority) ? priority : 5 })}
      title={isShort ? name : undefined}
    >
      <span className="tabular-nums">P{priority}</span>
      <span className={isShort ? 'sr-only' : ''}>{name}</span>
    </span>
  )
}
