import { CircleArrowUp, Crown, Hand, Siren } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { markTexts } from './marks.messages.ts'

type Marked = Pick<
  IncidentSummary,
  'major_state' | 'is_vip' | 'escalation_level' | 'priority_source' | 'review_state'
>

/** What makes an incident stand out among others, each by sign and word; nothing of most. Whoever reported it needs few of them. */
export function Marks({ incident, isShort }: { incident: Marked; isShort?: boolean }) {
  const text = useText()
  const isStaff = usePermission('incidents.view_all')
  const { major_state, is_vip, escalation_level, priority_source, review_state } = incident
  const isMajor = major_state === 'accepted' || (isStaff && major_state === 'proposed')
  if (!isStaff) return isMajor ? <Major isAccepted /> : null
  const word = isShort ? 'sr-only' : ''
  return (
    <>
      {isMajor && <Major isAccepted={major_state === 'accepted'} />}
      {review_state === 'due' && <Badge tone="notice">{text(markTexts.reviewDue)}</Badge>}
      {is_vip && (
        <span title={isShort ? text(markTexts.vip) : undefined} className="inline-flex">
          <Badge tone="accent">
            <Crown aria-hidden className="size-3" />
            <span className={word}>{text(markTexts.vip)}</span>
          </Badge>
        </span>
      )}
      {escalation_level > 0 && (
        <span title={text(markTexts.escalated, { level: escalation_level })} className="inline-flex">
          <Badge tone="notice">
            <CircleArrowUp aria-hidden className="size-3" />
            <span className={word}>{text(markTexts.escalatedShort)}</span>
            {escalation_level > 1 && <span>×{escalation_level}</span>}
          </Badge>
        </span>
      )}
      {priority_source === 'manual' && (
        <span title={text(markTexts.byHand)} className="inline-flex items-center gap-1 text-muted text-sm">
          <Hand aria-hidden className="size-3.5" />
          <span className={word}>{text(markTexts.byHand)}</span>
        </span>
      )}
    </>
  )
}

function Major({ isAccepted }: { isAccepted: boolean }) {
  const text = useText()
  return (
    <Badge tone={isAccepted ? 'danger' : 'notice'}>
      <Siren aria-hidden className="size-3" />
      {text(isAccepted ? markTexts.major : markTexts.majorProposed)}
    </Badge>
  )
}
