import { Dialog } from '../../../components/dialog.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useCreate, useUpdate } from './integration.queries.ts'
import type { Integration, IntegrationWithKey } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { SourceForm } from './source-form.tsx'

interface ConnectDialogProps {
  onCreated: (source: IntegrationWithKey) => void
  onClose: () => void
}

export function ConnectDialog({ onCreated, onClose }: ConnectDialogProps) {
  const text = useText()
  const { mutate, error, isPending } = useCreate()
  return (
    <Dialog title={text(texts.connect)} isOpen onClose={onClose}>
      <SourceForm
        problem={error}
        isPending={isPending}
        onSubmit={(body) => mutate(body, { onSuccess: onCreated })}
        onCancel={onClose}
      />
    </Dialog>
  )
}

export function EditDialog({ source, onClose }: { source: Integration; onClose: () => void }) {
  const text = useText()
  const { mutate, error, isPending } = useUpdate()
  const { id, version } = source
  function onSuccess({ name }: Integration) {
    toast({ title: text(words.saved, { name }), tone: 'good' })
    onClose()
  }
  return (
    <Dialog title={text(texts.editTitle, { name: source.name })} isOpen onClose={onClose}>
      <SourceForm
        source={source}
        problem={error}
        isPending={isPending}
        onSubmit={({ kind: _, ...body }) => mutate({ id, body, version }, { onSuccess })}
        onCancel={onClose}
      />
    </Dialog>
  )
}
