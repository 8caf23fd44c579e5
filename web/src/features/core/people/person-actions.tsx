import { Ellipsis, Pencil, Power, UserX } from 'lucide-react'
import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { Menu, MenuItem, MenuLine } from '../../../components/menu.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { User } from '../../../lib/api/types.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'
import { useAnonymise, useEditPerson, useSwitchPerson } from './people.queries.ts'
import { usePersonFields } from './person-fields.ts'

type Question = 'edit' | 'deactivate' | 'anonymise'

export function PersonActions({ person }: { person: User }) {
  const text = useText()
  const [asked, ask] = useState<Question | null>(null)
  const { mutate } = useSwitchPerson()
  const isSelf = useUser().id === person.id
  const { id, display_name: name, is_active } = person
  const activate = () =>
    mutate(
      { id, body: { is_active: true } },
      { onSuccess: () => toast({ title: text(texts.activated, { name }) }) },
    )
  return (
    <>
      <Button size="sm" onPress={() => ask('edit')}>
        <Pencil aria-hidden />
        {text(texts.edit)}
      </Button>
      {!isSelf && (
        <Menu label={name} trigger={<IconButton size="sm" icon={Ellipsis} label={name} />}>
          <MenuItem
            id="switch"
            icon={Power}
            label={text(is_active ? texts.deactivate : texts.activate)}
            onAction={is_active ? () => ask('deactivate') : activate}
          />
          <MenuLine />
          <MenuItem
            id="anonymise"
            icon={UserX}
            label={text(texts.anonymise)}
            onAction={() => ask('anonymise')}
            isDanger
          />
        </Menu>
      )}
      {asked && <Asked question={asked} person={person} onClose={() => ask(null)} />}
    </>
  )
}

interface AskedProps {
  question: Question
  person: User
  onClose: () => void
}

function Asked({ question, person, onClose }: AskedProps) {
  const text = useText()
  const switching = useSwitchPerson()
  const anonymise = useAnonymise()
  const { id, display_name: name } = person
  if (question === 'edit') return <EditDialog person={person} onClose={onClose} />
  const isForGood = question === 'anonymise'
  return (
    <ConfirmDialog
      title={text(isForGood ? texts.anonymiseTitle : texts.deactivateTitle, { name })}
      confirm={text(isForGood ? texts.anonymise : texts.deactivate)}
      isOpen
      isDanger={isForGood}
      onConfirm={async () => {
        await (isForGood
          ? anonymise.mutateAsync(id)
          : switching.mutateAsync({ id, body: { is_active: false } }))
      }}
      onClose={onClose}
    >
      {text(isForGood ? texts.anonymiseBody : texts.deactivateBody)}
    </ConfirmDialog>
  )
}

function EditDialog({ person, onClose }: Omit<AskedProps, 'question'>) {
  const text = useText()
  const { mutateAsync } = useEditPerson()
  const fields = usePersonFields(person)
  const { id, version, display_name: name } = person
  return (
    <ActionDialog
      title={text(texts.editTitle, { name })}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(words.save)}
      onSubmit={async (body) => {
        await mutateAsync({ id, version, body })
        toast({ title: text(texts.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
