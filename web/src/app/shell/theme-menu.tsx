import { SunMoon } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu, MenuItem, MenuSection } from '../../components/menu.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { chooseTheme, type Theme, themes, useTheme } from '../../lib/theme.ts'
import { texts } from '../app.messages.ts'

export function ThemeMenu() {
  const text = useText()
  const title = text(texts.theme)
  return (
    <Menu label={title} trigger={<IconButton icon={SunMoon} label={title} placement="bottom" />}>
      <MenuSection title={title} value={useTheme()} onChange={(theme) => chooseTheme(theme as Theme)}>
        {themes.map((theme) => (
          <MenuItem key={theme} id={theme} label={text(texts[theme])} />
        ))}
      </MenuSection>
    </Menu>
  )
}
