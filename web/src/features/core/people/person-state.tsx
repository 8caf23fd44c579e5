import { ActiveBadge, Badge } from '../../../components/badge.tsx'
import type { User } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'

export function PersonState({ person }: { person: User }) {
  const text = useText()
  const { is_active, is_vip, anonymised_at, invited_at } = person
  if (anonymised_at) return <Badge>{text(texts.anonymised)}</Badge>
  return (
    <span className="flex gap-1">
      <ActiveBadge isActive={is_active} />
      {invited_at && <Badge>{text(texts.invited)}</Badge>}
      {is_vip && <Badge tone="notice">{text(texts.vip)}</Badge>}
    </span>
  )
}
