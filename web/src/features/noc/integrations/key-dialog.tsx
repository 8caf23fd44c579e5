import { KeyRound, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog, DialogButtons } from '../../../components/dialog.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { CopyBlock } from './copy-block.tsx'
import { FirstAlert } from './first-alert.tsx'
import { type IntegrationWithKey, isKind } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { isLocalOnly, snippetsFor } from './snippets.ts'

interface KeyDialogProps {
  source: IntegrationWithKey
  /** The key takes the place of one that still works for a while. */
  isRotated: boolean
  onClose: () => void
}

/** The only sight of a key. A stray click or Escape does not end it: what is lost here is lost. */
export function KeyDialog({ source, isRotated, onClose }: KeyDialogProps) {
  const text = useText()
  const { id, name, kind, key, url } = source
  const snippets = isKind(kind) ? snippetsFor[kind](url) : []
  return (
    <Dialog
      title={text(isRotated ? texts.newKeyTitle : texts.keyTitle, { name })}
      isOpen
      isFirm
      size="lg"
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <Note icon={<KeyRound aria-hidden />}>
          {text(texts.once)} {isRotated && text(texts.oldKey)}
        </Note>
        {isLocalOnly(url) && <Note icon={<TriangleAlert aria-hidden />}>{text(texts.localOnly)}</Note>}
        <CopyBlock title={text(texts.address)} text={url} isOneLine />
        <CopyBlock title={text(texts.key)} text={key} isOneLine />
        {snippets.map((snippet) => (
          <CopyBlock key={snippet.title.id} title={text(snippet.title)} text={snippet.text} />
        ))}
        {!isRotated && <FirstAlert integrationId={id} />}
      </div>
      <DialogButtons>
        <Button kind="primary" onPress={onClose} autoFocus>
          {text(texts.done)}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex gap-2.5 rounded-md bg-notice/14 px-3 py-2 text-notice [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <span>{children}</span>
    </p>
  )
}
