import { useText } from '../../../lib/i18n/messages.ts'
import { ShownOnceDialog } from '../shown-once-dialog.tsx'
import { texts } from './people.messages.ts'

/** An invitation that no letter carries. */
export function InvitationDialog({ name, url, onClose }: { name: string; url: string; onClose: () => void }) {
  const text = useText()
  return (
    <ShownOnceDialog
      title={text(texts.invitationTitle, { name })}
      label={text(texts.link)}
      value={url}
      copy={text(texts.copyLink)}
      onClose={onClose}
    >
      {text(texts.invitationBody)}
    </ShownOnceDialog>
  )
}
