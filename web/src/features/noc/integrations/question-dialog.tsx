import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useDelete, useRotate } from './integration.queries.ts'
import type { Integration, IntegrationWithKey } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import type { Question } from './source-actions.tsx'
import { EditDialog } from './source-form-dialogs.tsx'

interface QuestionDialogProps {
  question: Question
  source: Integration
  onRotated: (source: IntegrationWithKey) => void
  onClose: () => void
}

export function QuestionDialog({ question, source, onRotated, onClose }: QuestionDialogProps) {
  const text = useText()
  const rotate = useRotate()
  const remove = useDelete()
  const { id, name } = source
  switch (question) {
    case 'edit':
      return <EditDialog source={source} onClose={onClose} />
    case 'rotate':
      return (
        <ConfirmDialog
          title={text(texts.rotateTitle, { name })}
          confirm={text(texts.rotate)}
          isOpen
          onConfirm={async () => onRotated(await rotate.mutateAsync(id))}
          onClose={onClose}
        >
          {text(texts.rotateBody)}
        </ConfirmDialog>
      )
    case 'delete':
      return (
        <ConfirmDialog
          title={text(texts.deleteTitle, { name })}
          confirm={text(texts.delete)}
          isOpen
          isDanger
          onConfirm={async () => {
            await remove.mutateAsync(id)
            toast({ title: text(texts.deleted, { name }) })
          }}
          onClose={onClose}
        >
          {text(texts.deleteBody)}
        </ConfirmDialog>
      )
  }
}
