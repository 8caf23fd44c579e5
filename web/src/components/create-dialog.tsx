import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { FieldsOf } from './action-field.tsx'
import { toast } from './toast-queue.ts'

interface CreateDialogProps<Values> {
  title: string
  fields: FieldsOf<Values>
  create: (values: Values) => Promise<{ name: string }>
  onClose: () => void
}

/** Makes a record and says that it is there. */
export function CreateDialog<Values extends object>({
  title,
  fields,
  create,
  onClose,
}: CreateDialogProps<Values>) {
  const text = useText()
  return (
    <ActionDialog<Values>
      title={title}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(words.create)}
      onSubmit={async (values) => {
        const { name } = await create(values)
        toast({ title: text(words.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
