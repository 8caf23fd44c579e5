import { UserPlus, UserRoundCheck, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './incidents.messages.ts'

interface QueueSelectionProps {
  count: number
  mayAssign: boolean
  onAssign: () => void
  onAssignToMe: () => void
  onClear: () => void
}

/** What can be done with the selected rows. Stands in the title line, so that no row moves when it comes. */
export function QueueSelection({ count, mayAssign, onAssign, onAssignToMe, onClear }: QueueSelectionProps) {
  const text = useText()
  return (
    <>
      <span role="status" className="font-medium tabular-nums">
        {text(texts.selected, { count })}
      </span>
      {mayAssign && (
        <>
          <Button size="sm" onPress={onAssign}>
            <UserPlus aria-hidden />
            {text(texts.assignSelected)}
          </Button>
          <Button size="sm" onPress={onAssignToMe}>
            <UserRoundCheck aria-hidden />
            {text(texts.assignToMe)}
          </Button>
        </>
      )}
      <IconButton size="sm" icon={X} label={text(texts.clearSelection)} keys="escape" onPress={onClear} />
    </>
  )
}
