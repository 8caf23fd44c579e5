import { ActionDialog } from '../../../components/action-dialog.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { User } from '../../../lib/api/types.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'
import {
  type PersonUpdate,
  useAnonymise,
  useDisableMfa,
  useEditPerson,
  useSwitchPerson,
} from './people.queries.ts'
import { usePersonFields } from './person-fields.ts'

/** What is asked about before it is done. */
export type Question = 'edit' | 'deactivate' | 'disableMfa' | 'anonymise'

interface PersonQuestionProps {
  question: Question
  person: User
  onClose: () => void
}

export function PersonQuestion({ question, person, onClose }: PersonQuestionProps) {
  const text = useText()
  const switching = useSwitchPerson()
  const disabling = useDisableMfa()
  const anonymising = useAnonymise()
  const { id, display_name: name } = person
  if (question === 'edit') return <EditDialog person={person} onClose={onClose} />
  const deeds: Record<typeof question, () => Promise<unknown>> = {
    deactivate: () => switching.mutateAsync({ id, body: { is_active: false } }),
    disableMfa: () => disabling.mutateAsync(id),
    anonymise: () => anonymising.mutateAsync(id),
  }
  return (
    <ConfirmDialog
      title={text(texts[`${question}Title`], { name })}
      confirm={text(texts[question])}
      isOpen
      isDanger={question === 'anonymise'}
      onConfirm={async () => {
        await deeds[question]()
      }}
      onClose={onClose}
    >
      {text(texts[`${question}Body`])}
    </ConfirmDialog>
  )
}

function EditDialog({ person, onClose }: Omit<PersonQuestionProps, 'question'>) {
  const text = useText()
  const { mutateAsync } = useEditPerson()
  const fields = usePersonFields(person)
  const { id, version, display_name: name } = person
  return (
    <ActionDialog<PersonUpdate>
      title={text(texts.editTitle, { name })}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(words.save)}
      onSubmit={async (body) => {
        await mutateAsync({ id, version, body })
        toast({ title: text(words.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
