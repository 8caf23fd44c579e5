import { useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, UserRound } from 'lucide-react'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuLine, MenuSection } from '../../components/menu.tsx'
import { session } from '../../lib/api/client.ts'
import { useUser } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from '../app.messages.ts'
import { overlay } from './overlays.ts'

export function UserMenu() {
  const text = useText()
  const navigate = useNavigate()
  const { display_name: name, organization } = useUser()
  const label = text(texts.account, { name })
  const trigger = (
    <Button kind="quiet" isIcon>
      <span className="sr-only">{label}</span>
      <Avatar name={name} size="md" />
    </Button>
  )
  return (
    <Menu label={label} trigger={trigger}>
      <MenuSection title={`${name} · ${organization.name}`}>
        <MenuItem
          id="profile"
          label={text(texts.profile)}
          icon={UserRound}
          onAction={() => navigate({ to: '/profile' })}
        />
        <MenuItem
          id="shortcuts"
          label={text(texts.shortcuts)}
          icon={Keyboard}
          keys="?"
          onAction={() => overlay.set('shortcuts')}
        />
      </MenuSection>
      <MenuLine />
      <MenuItem id="sign-out" label={text(texts.signOut)} icon={LogOut} onAction={session.signOut} />
    </Menu>
  )
}
