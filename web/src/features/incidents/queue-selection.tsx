import { UserPlus, UserRoundCheck } from 'lucide-react'
import { BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './incidents.messages.ts'

interface QueueSelectionProps {
  count: number
  onAssign: () => void
  onAssignToMe: () => void
  onClear: () => void
}

/** What can be done with the selected rows. */
export function QueueSelection({ count, onAssign, onAssignToMe, onClear }: QueueSelectionProps) {
  const text = useText()
  return (
    <BulkBar label={text(texts.selected, { count })} clear={text(texts.clearSelection)} onClear={onClear}>
      <Button size="sm" onPress={onAssign}>
        <UserPlus aria-hidden />
        {text(texts.assignSelected)}
      </Button>
      <Button size="sm" onPress={onAssignToMe}>
        <UserRoundCheck aria-hidden />
        {text(texts.assignToMe)}
      </Button>
    </BulkBar>
  )
}
