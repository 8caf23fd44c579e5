import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog, DialogButtons } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'

interface ShownOnceDialogProps {
  title: string
  /** What to do with it. */
  children: ReactNode
  label: string
  value: string
  /** "Copy the link". */
  copy: string
  onClose: () => void
}

/** The only sight of a secret. A stray click does not end it. */
export function ShownOnceDialog({ title, children, label, value, copy, onClose }: ShownOnceDialogProps) {
  const text = useText()
  return (
    <Dialog title={title} isOpen isFirm onClose={onClose}>
      <p className="pb-3 text-muted">{children}</p>
      <div className="flex items-end gap-1">
        <div className="min-w-0 grow">
          <TextField label={label} value={value} isReadOnly />
        </div>
        <CopyButton value={value} label={copy} done={text(words.copied)} />
      </div>
      <DialogButtons>
        <Button kind="primary" onPress={onClose} autoFocus>
          {text(words.done)}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
