import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { Badge } from '../../../components/badge.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import { RelativeTime } from '../../../components/relative-time.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { User } from '../../../lib/api/types.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useRoles } from '../roles/roles.queries.ts'
import { InvitationDialog } from './invitation-dialog.tsx'
import { texts } from './people.messages.ts'
import { type PersonInput, readPeople, useAddPerson } from './people.queries.ts'
import { useNewPersonFields } from './person-fields.ts'
import { PersonState } from './person-state.tsx'

export function PeoplePage() {
  const text = useText()
  const [invited, setInvited] = useState<{ name: string; url: string } | null>(null)
  return (
    <>
      <ListPage
        title={text(texts.people)}
        permission="people.view"
        noun="people"
        read={readPeople}
        columns={useColumns()}
        empty={text(texts.none)}
        create={{
          permission: 'people.manage',
          label: text(texts.add),
          dialog: (close) => <AddDialog onInvited={setInvited} onClose={close} />,
        }}
      />
      {invited && <InvitationDialog {...invited} onClose={() => setInvited(null)} />}
    </>
  )
}

function useColumns(): RecordColumn<User>[] {
  const text = useText()
  return [
    {
      title: text(texts.name),
      cell: ({ id, display_name, username }) => (
        <Link to="/people/$id" params={{ id: String(id) }} className="hover:text-accent-ink hover:underline">
          {display_name} <span className="font-normal text-faint">{username}</span>
        </Link>
      ),
    },
    { title: text(texts.email), cell: ({ email }) => email, isWide: true },
    { title: text(texts.department), cell: ({ department }) => department?.name, isWide: true },
    {
      title: text(texts.roles),
      cell: ({ roles }) => (
        <span className="flex flex-wrap gap-1">
          {roles.map((role) => (
            <Badge key={role}>{role}</Badge>
          ))}
        </span>
      ),
      isWide: true,
    },
    { title: text(texts.state), cell: (person) => <PersonState person={person} /> },
    {
      title: text(texts.lastSignIn),
      cell: ({ last_login_at: at }) => (
        <span className="text-muted">{at ? <RelativeTime value={at} /> : text(texts.never)}</span>
      ),
      isWide: true,
    },
  ]
}

interface AddDialogProps {
  /** Where no letter goes out, and the link is to be handed on. */
  onInvited: (invitation: { name: string; url: string }) => void
  onClose: () => void
}

function AddDialog({ onInvited, onClose }: AddDialogProps) {
  const text = useText()
  const { data: roles = [] } = useRoles()
  const { mutateAsync } = useAddPerson()
  const fields = useNewPersonFields(roles)
  return (
    <ActionDialog<PersonInput>
      title={text(texts.add)}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(texts.addVerb)}
      onSubmit={async (values) => {
        const { display_name: name, invitation_url: url } = await mutateAsync(values)
        if (url) onInvited({ name, url })
        else toast({ title: text(words.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
