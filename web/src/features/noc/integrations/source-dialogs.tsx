import { useState } from 'react'
import type { Integration } from './integration.shape.ts'
import { KeyDialog, type NewKey } from './key-dialog.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import type { Question } from './source-actions.tsx'
import { ConnectDialog } from './source-form-dialogs.tsx'

type Asked = { question: 'connect' } | { question: Question; source: Integration }

/** What stands over the list: a question about a source, then the key that came of the answer. */
export function useSourceDialogs() {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [newKey, setNewKey] = useState<NewKey | null>(null)
  const close = () => setAsked(null)
  const connected = (source: NewKey['source']) => {
    close()
    setNewKey({ source, isRotated: false })
  }
  const dialogs = (
    <>
      {asked?.question === 'connect' && <ConnectDialog onCreated={connected} onClose={close} />}
      {asked && asked.question !== 'connect' && (
        <QuestionDialog
          {...asked}
          onRotated={(source) => setNewKey({ source, isRotated: true })}
          onClose={close}
        />
      )}
      {newKey && <KeyDialog {...newKey} onClose={() => setNewKey(null)} />}
    </>
  )
  return { dialogs, ask: setAsked }
}
