import { Ellipsis } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import type { ActionOffer, Incident } from '../../lib/api/types.ts'
import { useOffers } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { usePhone } from '../../lib/media.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { iconOf, inOrder, isOfMajor } from './incident.actions.ts'
import { actionTexts, actionWords } from './incident-actions.messages.ts'
import { useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { useAssignToMe } from './use-assign-to-me.ts'
import { useIncidentActions } from './use-incident-actions.tsx'

const keysOf: Record<string, string> = { assign: 'a' }

/** What may be done with the incident now: the next step as the primary button, two more beside it, the rest in a menu. */
export function ActionBar({ incident }: { incident: Incident }) {
  const text = useText()
  const word = useWord()
  const { begin, pending, dialog } = useIncidentActions(incident)
  const all = inOrder(useOffers(incident), incident.status_category)
  const offers = all.filter((offer) => !isOfMajor(offer))
  const shown = usePhone() ? 1 : 3
  useRecordCommands(incident, all, begin)
  return (
    <>
      {offers.slice(0, shown).map(({ action }, place) => (
        <ActionButton
          key={action}
          action={action}
          isPrimary={place === 0}
          begin={begin}
          isPending={pending === action}
        />
      ))}
      {offers.length > shown && (
        <Menu
          label={text(actionTexts.more)}
          trigger={<IconButton kind="secondary" icon={Ellipsis} label={text(actionTexts.more)} />}
        >
          {offers.slice(shown).map(({ action }) => (
            <MenuItem
              key={action}
              id={action}
              label={word(actionWords, action)}
              icon={iconOf(action)}
              keys={keysOf[action]}
              isDanger={action === 'cancel'}
              onAction={() => begin(action)}
            />
          ))}
        </Menu>
      )}
      {dialog}
    </>
  )
}

interface ActionButtonProps {
  action: string
  isPrimary?: boolean
  isPending: boolean
  size?: 'sm' | 'md'
  begin: (action: string) => void
}

export function ActionButton({ action, isPrimary, isPending, size, begin }: ActionButtonProps) {
  const word = useWord()
  const Icon = iconOf(action)
  return (
    <Button
      kind={isPrimary ? 'primary' : 'secondary'}
      size={size}
      isPending={isPending}
      onPress={() => begin(action)}
    >
      {Icon && !isPending && <Icon aria-hidden />}
      {word(actionWords, action)}
    </Button>
  )
}

/** Every offered action is in the palette; assigning has keys of its own. */
function useRecordCommands(
  incident: Incident,
  offers: readonly ActionOffer[],
  begin: (action: string) => void,
) {
  const text = useText()
  const word = useWord()
  const assignToMe = useAssignToMe()
  const group = text(texts.group)
  const mayAssign = offers.some(({ action }) => action === 'assign')
  useCommands([
    ...offers.map(({ action }) => ({
      id: `incidents.${action}`,
      title: word(actionWords, action),
      group,
      keys: keysOf[action],
      run: () => begin(action),
    })),
    ...(mayAssign
      ? [
          {
            id: 'incidents.assignToMe',
            title: text(texts.assignToMe),
            group,
            keys: 'i',
            run: () => void assignToMe([incident]),
          },
        ]
      : []),
  ])
}
