import { type ReactNode, useState } from 'react'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Button } from './button.tsx'
import { Dialog, DialogButtons } from './dialog.tsx'

interface ConfirmDialogProps {
  title: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  /** The verb, never "OK": "Delete window". */
  confirm: string
  isOpen: boolean
  isDanger?: boolean
  onConfirm: () => void | Promise<void>
  onClose: () => void
}

/** Asks before what cannot be undone; everything else is done at once and offers an undo. Stays open when `onConfirm` fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirm, isOpen, isDanger, onConfirm, onClose } = props
  const text = useText()
  const [isPending, setPending] = useState(false)
  async function act() {
    setPending(true)
    try {
      await onConfirm()
      onClose()
    } catch {
      // The mutation has told it as a toast; the question stays, to be asked again.
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} size="sm" role="alertdialog">
      <div className="text-muted">{children}</div>
      <DialogButtons>
        <Button
          kind={isDanger ? 'danger' : 'primary'}
          isPending={isPending}
          onPress={act}
          autoFocus={!isDanger}
        >
          {confirm}
        </Button>
        <Button onPress={onClose} autoFocus={isDanger}>
          {text(words.cancel)}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
