import { Link, useNavigate } from '@tanstack/react-router'
import { Ellipsis, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { IconButton } from '../../components/icon-button.tsx'
import { Mark } from '../../components/mark.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { isBoolean } from '../../lib/checks.ts'
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
  const [isFolded, setFolded] = useState(() => readSaved('nav.folded', isBoolean, false))
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

const thumbStyle =
  'flex h-13 grow flex-col items-center justify-center gap-0.5 font-medium text-muted text-xs aria-[current=page]:text-accent-ink'

/** At the thumb on phones: the places of work; those of administration, which are many and seldom needed, in a menu. */
export function PhoneNav() {
  const text = useText()
  const groups = useNav()
  const places = groups.filter(({ title }) => title !== texts.manage).flatMap(({ items }) => items)
  const administration = groups.find(({ title }) => title === texts.manage)
  return (
    <nav
      aria-label={text(texts.navigation)}
      className="flex shrink-0 border-line border-t bg-canvas pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {places.map(({ path, title, icon: Icon }) => (
        <Link key={path} to={path} className={thumbStyle}>
          <Icon aria-hidden className="size-5" />
          {text(title)}
        </Link>
      ))}
      {administration && <AdministrationMenu group={administration} />}
    </nav>
  )
}

function AdministrationMenu({ group }: { group: NavGroup }) {
  const text = useText()
  const navigate = useNavigate()
  const trigger = (
    <AriaButton className={thumbStyle}>
      <Ellipsis aria-hidden className="size-5" />
      {text(texts.more)}
    </AriaButton>
  )
  return (
    <Menu label={text(group.title)} trigger={trigger}>
      {group.items.map(({ path, title, icon }) => (
        <MenuItem
          key={path}
          id={path}
          icon={icon}
          label={text(title)}
          onAction={() => void navigate({ to: path })}
        />
      ))}
    </Menu>
  )
}
