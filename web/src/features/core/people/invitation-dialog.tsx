import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Dialog, DialogButtons } from '../../../components/dialog.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'

/** An invitation that no letter carries. A stray click does not end the only sight of its link. */
export function InvitationDialog({ name, url, onClose }: { name: string; url: string; onClose: () => void }) {
  const text = useText()
  return (
    <Dialog title={text(texts.invitationTitle, { name })} isOpen isFirm onClose={onClose}>
      <p className="pb-3 text-muted">{text(texts.invitationBody)}</p>
      <div className="flex items-end gap-1">
        <div className="min-w-0 grow">
          <TextField label={text(texts.link)} value={url} isReadOnly />
        </div>
        <CopyButton value={url} label={text(texts.copyLink)} done={text(texts.copied)} />
      </div>
      <DialogButtons>
        <Button kind="primary" onPress={onClose} autoFocus>
          {text(texts.done)}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
