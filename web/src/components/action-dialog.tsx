import { lazy, Suspense } from 'react'
import type { ActionFormProps } from './action-form.tsx'
import { Dialog } from './dialog.tsx'
import { LoadingState } from './state.tsx'

const ActionForm = lazy(() => import('./action-form.tsx'))

interface ActionDialogProps extends Omit<ActionFormProps, 'onCancel'> {
  title: string
  isOpen: boolean
  onClose: () => void
}

/** Asks for what an action needs, in a dialog that closes when it succeeded. The fields are loaded when first wanted. */
export function ActionDialog({ title, isOpen, onClose, onSubmit, ...form }: ActionDialogProps) {
  async function submit(values: Record<string, unknown>) {
    await onSubmit(values)
    onClose()
  }
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <Suspense fallback={<LoadingState rows={3} />}>
        <ActionForm {...form} onSubmit={submit} onCancel={onClose} />
      </Suspense>
    </Dialog>
  )
}
