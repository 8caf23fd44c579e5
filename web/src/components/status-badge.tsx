import {
  Ban,
  CircleArrowUp,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  type LucideIcon,
} from 'lucide-react'
import { statusWords } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'

interface Look {
  icon: LucideIcon
  color: string
}

const looks = {
  new: { icon: CircleDashed, color: 'text-new' },
  active: { icon: CircleDot, color: 'text-active' },
  urgent: { icon: CircleArrowUp, color: 'text-urgent' },
  hold: { icon: CirclePause, color: 'text-hold' },
  done: { icon: CircleCheck, color: 'text-done' },
  closed: { icon: CircleX, color: 'text-closed' },
  cancelled: { icon: Ban, color: 'text-closed' },
} satisfies Record<string, Look>

/** A status is drawn by what it means for the work, so alerts and incidents share the signs. */
const meaning: Record<string, keyof typeof looks> = {
  open: 'new',
  new: 'new',
  acknowledged: 'active',
  assigned: 'active',
  in_progress: 'active',
  escalated: 'urgent',
  suppressed: 'hold',
  on_hold: 'hold',
  resolved: 'done',
  closed: 'closed',
  cancelled: 'cancelled',
}

const isKnown = (status: string): status is keyof typeof statusWords => status in statusWords

/** The name of a status; one that an organization made itself is shown with its own. */
export function useStatusName() {
  const text = useText()
  return (status: string) => (isKnown(status) ? text(statusWords[status]) : status.replaceAll('_', ' '))
}

export function StatusGlyph({ status }: { status: string }) {
  const { icon: Icon, color } = looks[meaning[status] ?? 'new']
  return <Icon data-glyph aria-hidden className={`size-4 shrink-0 ${color}`} />
}

export function StatusBadge({ status }: { status: string }) {
  const nameOf = useStatusName()
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StatusGlyph status={status} />
      {nameOf(status)}
    </span>
  )
}
