import { Ellipsis, KeyRound, Pencil, Power, Trash2 } from 'lucide-react'
import { IconButton } from '../../../components/icon-button.tsx'
import { Menu, MenuItem, MenuLine } from '../../../components/menu.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useSwitch } from './integration.queries.ts'
import type { Integration } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'

/** What is asked about before it is done. */
export type Question = 'edit' | 'rotate' | 'delete'

interface SourceActionsProps {
  source: Integration
  onAsk: (question: Question) => void
}

export function SourceActions({ source, onAsk }: SourceActionsProps) {
  const text = useText()
  const setActive = useSetActive(source)
  const { name, is_active } = source
  const label = text(texts.actionsOf, { name })
  return (
    <Menu label={label} trigger={<IconButton size="sm" icon={Ellipsis} label={label} />}>
      <MenuItem id="edit" icon={Pencil} label={text(texts.edit)} onAction={() => onAsk('edit')} />
      <MenuItem id="rotate" icon={KeyRound} label={text(texts.rotate)} onAction={() => onAsk('rotate')} />
      <MenuItem
        id="switch"
        icon={Power}
        label={text(is_active ? texts.deactivate : texts.activate)}
        onAction={() => setActive(!is_active)}
      />
      <MenuLine />
      <MenuItem
        id="delete"
        icon={Trash2}
        label={text(texts.delete)}
        onAction={() => onAsk('delete')}
        isDanger
      />
    </Menu>
  )
}

/** Done at once, with a way back. */
function useSetActive({ id, name }: Integration) {
  const text = useText()
  const { mutate } = useSwitch()
  return function setActive(isActive: boolean) {
    const onSuccess = () => {
      const title = text(isActive ? texts.activated : texts.deactivated, { name })
      toast({
        title,
        action: { label: text(words.undo), run: () => mutate({ id, body: { is_active: !isActive } }) },
      })
    }
    mutate({ id, body: { is_active: isActive } }, { onSuccess })
  }
}
