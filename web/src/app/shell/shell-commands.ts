import { useNavigate } from '@tanstack/react-router'
import { session } from '../../lib/api/client.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import type { Command } from '../../lib/shortcuts/registry.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { chooseTheme, themes } from '../../lib/theme.ts'
import { texts } from '../app.messages.ts'
import { useNav } from './nav.ts'
import { overlay } from './overlays.ts'

/** What works on every page: the palette, the help, the places, the theme. */
export function useShellCommands() {
  const text = useText()
  const navigate = useNavigate()
  const mayCreate = usePermission('incidents.create')
  const places = useNav().flatMap(({ items }) => items)
  const general = text(texts.general)
  const commands: (Command | false)[] = [
    ...places.map(({ path, title, keys }) => ({
      id: `go${path}`,
      title: text(title),
      group: text(texts.goTo),
      keys,
      run: () => void navigate({ to: path }),
    })),
    mayCreate && {
      id: 'incidents.new',
      title: text(texts.newIncident),
      group: text(texts.create),
      keys: 'c',
      run: () => void navigate({ to: '/incidents/new' }),
    },
    {
      id: 'app.palette',
      title: text(texts.palette),
      group: general,
      keys: 'mod+k',
      isHidden: true,
      whileTyping: true,
      run: () => overlay.set('palette'),
    },
    {
      id: 'app.shortcuts',
      title: text(texts.shortcuts),
      group: general,
      keys: '?',
      run: () => overlay.set('shortcuts'),
    },
    { id: 'app.signOut', title: text(texts.signOut), group: general, run: () => void session.signOut() },
    ...themes.map((theme) => ({
      id: `theme.${theme}`,
      title: text(texts[theme]),
      group: text(texts.theme),
      run: () => chooseTheme(theme),
    })),
  ]
  useCommands(
    commands.filter((command) => command !== false),
    'base',
  )
}
