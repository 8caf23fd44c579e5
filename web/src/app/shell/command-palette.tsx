import { Search } from 'lucide-react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { overlayStyle } from '../../components/dialog.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { itemStyle } from '../../components/option-list.tsx'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { type Command, commands, keysOf } from '../../lib/shortcuts/registry.ts'
import { texts } from '../app.messages.ts'

const isOffered = ({ isHidden }: Command) => !isHidden

/** Everything that can be done here, by typing a few letters of it. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { contains } = useFilter({ sensitivity: 'base' })
  const groups = Object.entries(Object.groupBy(commands.get().filter(isOffered), ({ group }) => group))
  function run(id: string) {
    onClose()
    // The dialog gives the focus back first, so that a command may move it on.
    setTimeout(() =>
      commands
        .get()
        .findLast((command) => command.id === id)
        ?.run(),
    )
  }
  return (
    <ModalOverlay isOpen onOpenChange={onClose} isDismissable className={overlayStyle}>
      <Modal className="w-full max-w-xl overflow-hidden rounded-lg bg-raised shadow-overlay">
        <Dialog aria-label={text(texts.palette)} className="outline-none">
          <Autocomplete filter={contains}>
            <SearchField
              aria-label={text(texts.palettePlaceholder)}
              autoFocus
              className="flex items-center gap-3 border-line border-b px-4"
            >
              <Search aria-hidden className="size-4 shrink-0 text-faint" />
              <Input
                placeholder={text(texts.palettePlaceholder)}
                className="h-12 grow bg-transparent text-lg outline-none placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <Menu
              aria-label={text(texts.palette)}
              onAction={(id) => run(String(id))}
              renderEmptyState={() => <p className="p-3 text-faint">{text(words.noMatch)}</p>}
              className="max-h-[60dvh] overflow-auto p-1.5 outline-none"
            >
              {groups.map(([group, members = []]) => (
                <PaletteGroup key={group} group={group} members={members} />
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteGroup({ group, members }: { group: string; members: readonly Command[] }) {
  return (
    <MenuSection id={group}>
      <Header className="px-2 pt-2 pb-1 font-medium text-faint text-xs">{group}</Header>
      {members.map((command) => (
        <MenuItem
          key={command.id}
          id={command.id}
          textValue={`${group} ${command.title}`}
          className={itemStyle()}
        >
          <span className="grow">{command.title}</span>
          {keysOf(command) && <Kbd keys={keysOf(command)} />}
        </MenuItem>
      ))}
    </MenuSection>
  )
}
