import { lazy, Suspense } from 'react'
import type { Entered, FieldsOf } from './action-field.tsx'
import type { ActionFormProps } from './action-form.tsx'
import { Dialog } from './dialog.tsx'
import { LoadingState } from './state.tsx'

const ActionForm = lazy(() => import('./action-form.tsx'))

interface ActionDialogProps<Values> extends Omit<ActionFormProps, 'fields' | 'onSubmit' | 'onCancel'> {
  title: string
  isOpen: boolean
  onClose: () => void
  fields: FieldsOf<Values> | ((entered: Entered, demanded: readonly string[]) => FieldsOf<Values>)
  onSubmit: (values: Values) => Promise<unknown>
}

/**
 * Asks for what an action needs, in a dialog that closes when it succeeded. The fields are loaded when first wanted. `Values` is what the
 * API takes, and has a field for each of its parts; whether what was entered is right, the server judges.
 */
export function ActionDialog<Values extends object = Record<string, unknown>>({
  title,
  isOpen,
  onClose,
  onSubmit,
  ...form
}: ActionDialogProps<NoInfer<Values>>) {
  async function submit(values: object) {
    await onSubmit(values as Values)
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
