import { Ellipsis, Mail, Pencil, Power, ShieldOff, UserX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { Menu, MenuItem, MenuLine } from '../../../components/menu.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { User } from '../../../lib/api/types.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { InvitationDialog } from './invitation-dialog.tsx'
import { texts } from './people.messages.ts'
import { useInvite, useSwitchPerson } from './people.queries.ts'
import { PersonQuestion, type Question } from './person-question.tsx'

/** What may be done with somebody else; of oneself only the fields. */
export function PersonActions({ person }: { person: User }) {
  const text = useText()
  const [asked, ask] = useState<Question | null>(null)
  const isSelf = useUser().id === person.id
  return (
    <>
      <Button size="sm" onPress={() => ask('edit')}>
        <Pencil aria-hidden />
        {text(texts.edit)}
      </Button>
      {!isSelf && <PersonMenu person={person} onAsk={ask} />}
      {asked && <PersonQuestion question={asked} person={person} onClose={() => ask(null)} />}
    </>
  )
}

function PersonMenu({ person, onAsk }: { person: User; onAsk: (question: Question) => void }) {
  const text = useText()
  const [url, setUrl] = useState<string | null>(null)
  const { mutate: change } = useSwitchPerson()
  const { mutate: invite } = useInvite()
  const { id, display_name: name, is_active, invited_at, mfa_enabled } = person
  const activate = () =>
    change(
      { id, body: { is_active: true } },
      { onSuccess: () => toast({ title: text(texts.activated, { name }) }) },
    )
  const inviteAgain = () =>
    invite(id, {
      onSuccess: ({ invitation_url }) =>
        invitation_url ? setUrl(invitation_url) : toast({ title: text(texts.invitedAgain, { name }) }),
    })
  return (
    <>
      <Menu label={name} trigger={<IconButton size="sm" icon={Ellipsis} label={name} />}>
        {invited_at && (
          <MenuItem id="invite" icon={Mail} label={text(texts.inviteAgain)} onAction={inviteAgain} />
        )}
        {mfa_enabled && (
          <MenuItem
            id="mfa"
            icon={ShieldOff}
            label={text(texts.disableMfa)}
            onAction={() => onAsk('disableMfa')}
          />
        )}
        <MenuItem
          id="switch"
          icon={Power}
          label={text(is_active ? texts.deactivate : texts.activate)}
          onAction={is_active ? () => onAsk('deactivate') : activate}
        />
        <MenuLine />
        <MenuItem
          id="anonymise"
          icon={UserX}
          label={text(texts.anonymise)}
          onAction={() => onAsk('anonymise')}
          isDanger
        />
      </Menu>
      {url && <InvitationDialog name={name} url={url} onClose={() => setUrl(null)} />}
    </>
  )
}
