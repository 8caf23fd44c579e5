import { Link } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../components/icon-button.tsx'
import { Mark } from '../../components/mark.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { readSaved, writeSaved } from '../../lib/saved.ts'
import { texts } from '../app.messages.ts'
import { type NavGroup, useNav } from './nav.ts'

const linkStyle =
  'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:text-ink [&_svg]:size-4 [&_svg]:shrink-0'

/** On the left of wide windows; folds to its icons, and stays so. */
export function SideNav() {
  const text = useText()
  const groups = useNav()
  const [isFolded, setFolded] = useState(() => readSaved('nav.folded', false))
  function fold() {
    writeSaved('nav.folded', !isFolded)
    setFolded(!isFolded)
  }
  return (
    <nav
      aria-label={text(texts.navigation)}
      className={`hidden shrink-0 flex-col gap-4 px-2 pb-3 sm:flex ${isFolded ? 'w-13' : 'w-52'}`}
    >
      <Link to="/" className="flex h-12 items-center gap-2.5 rounded-md px-1.5">
        <Mark className="size-6 shrink-0" />
        <span className={isFolded ? 'sr-only' : 'font-semibold text-lg tracking-tight'}>Watchdesk</span>
      </Link>
      {groups.map((group) => (
        <NavSection key={group.title.id} group={group} isFolded={isFolded} />
      ))}
      <div className="mt-auto">
        <IconButton
          icon={isFolded ? PanelLeftOpen : PanelLeftClose}
          label={text(isFolded ? texts.expand : texts.collapse)}
          placement="right"
          onPress={fold}
        />
      </div>
    </nav>
  )
}

function NavSection({ group, isFolded }: { group: NavGroup; isFolded: boolean }) {
  const text = useText()
  return (
    <div>
      <h2 className={isFolded ? 'sr-only' : 'px-2.5 pb-1 font-medium text-faint text-xs'}>
        {text(group.title)}
      </h2>
      <ul className="flex flex-col gap-0.5">
        {group.items.map(({ path, title, icon: Icon }) => (
          <li key={path}>
            <Link to={path} className={linkStyle} title={isFolded ? text(title) : undefined}>
              <Icon aria-hidden />
              <span className={isFolded ? 'sr-only' : ''}>{text(title)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** At the thumb on phones. */
export function PhoneNav() {
  const text = useText()
  const items = useNav().flatMap((group) => group.items)
  return (
    <nav
      aria-label={text(texts.navigation)}
      className="flex shrink-0 border-line border-t bg-canvas pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {items.map(({ path, title, icon: Icon }) => (
        <Link
          key={path}
          to={path}
          className="flex h-13 grow flex-col items-center justify-center gap-0.5 font-medium text-muted text-xs aria-[current=page]:text-accent-ink"
        >
          <Icon aria-hidden className="size-5" />
          {text(title)}
        </Link>
      ))}
    </nav>
  )
}
