import { KeyRound, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { CopyBlock, CopyLine } from './copy-block.tsx'
import { FirstAlert } from './first-alert.tsx'
import { type IntegrationWithKey, isKind } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { isLocalOnly, snippetsFor } from './snippets.ts'

/** A source whose key was just made. */
export interface NewKey {
  source: IntegrationWithKey
  /** The key takes the place of one that still works for a while. */
  isRotated: boolean
}

/** The only sight of a key. A stray click or Escape does not end it: what is lost here is lost. */
export function KeyDialog({ source, isRotated, onClose }: NewKey & { onClose: () => void }) {
  const text = useText()
  const { id, name, kind, key, url } = source
  const snippets = isKind(kind) ? snippetsFor[kind](url) : []
  const title = text(isRotated ? texts.newKeyTitle : texts.keyTitle, { name })
  return (
    <Dialog title={title} isOpen isFirm size="lg" onClose={onClose}>
      {/* Only the snippets scroll: whether the first alert came, and the way out, stay in sight. */}
      <div className="flex max-h-[calc(80dvh-8.5rem)] flex-col gap-3 overflow-y-auto [&>*]:shrink-0">
        <Note icon={<KeyRound aria-hidden />}>
          {text(texts.once)} {isRotated && text(texts.oldKey)}
        </Note>
        {isLocalOnly(url) && <Note icon={<TriangleAlert aria-hidden />}>{text(texts.localOnly)}</Note>}
        <div className="divide-y divide-line rounded-md border border-line">
          <CopyLine title={text(texts.address)} text={url} />
          <CopyLine title={text(texts.key)} text={key} />
        </div>
        {snippets.map((snippet) => (
          <CopyBlock key={snippet.title.id} title={text(snippet.title)} text={snippet.text} />
        ))}
      </div>
      <footer className="flex items-center gap-3 pt-4">
        {!isRotated && <FirstAlert integrationId={id} />}
        <div className="ms-auto shrink-0">
          <Button kind="primary" onPress={onClose} autoFocus>
            {text(texts.done)}
          </Button>
        </div>
      </footer>
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
