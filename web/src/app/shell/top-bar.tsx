import { Search } from 'lucide-react'
import { Button } from 'react-aria-components'
import { Kbd } from '../../components/kbd.tsx'
import { Mark } from '../../components/mark.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from '../app.messages.ts'
import { LiveIndicator } from './live-indicator.tsx'
import { overlay } from './overlays.ts'
import { ThemeMenu } from './theme-menu.tsx'
import { UserMenu } from './user-menu.tsx'

export function TopBar() {
  const text = useText()
  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 px-3">
      <Mark className="size-6 sm:hidden" />
      <Button
        onPress={() => overlay.set('palette')}
        className="flex h-8 min-w-0 max-w-80 grow cursor-default items-center gap-2 rounded-md border border-line bg-surface px-3 text-faint hover:bg-hover"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="row-text grow text-start">{text(texts.palette)}</span>
        <span aria-hidden className="hidden sm:inline">
          <Kbd keys="mod+k" />
        </span>
      </Button>
      <div className="ms-auto flex items-center gap-1">
        <LiveIndicator />
        <ThemeMenu />
        <UserMenu />
      </div>
    </header>
  )
}
