import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog, DialogButtons } from '../../components/dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { asProblem, type Problem } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords, levelWords } from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import type { EditableField } from './use-field-save.tsx'

interface ConflictDialogProps {
  field: EditableField
  yours: string | number
  theirs: string | number
  onKeepMine: () => Promise<void>
  onTakeTheirs: () => void
  /** Back to the editor, with the text as it was typed. */
  onClose: () => void
}

/** Two people changed the same field: shows both, and lets one stay. */
export function ConflictDialog({
  field,
  yours,
  theirs,
  onKeepMine,
  onTakeTheirs,
  onClose,
}: ConflictDialogProps) {
  const text = useText()
  const [problem, setProblem] = useState<Problem | null>(null)
  const keepMine = () => onKeepMine().catch((error) => setProblem(asProblem(error)))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={text(texts.conflictTitle, { field: text(fieldWords[field]).toLowerCase() })}
    >
      <p className="pb-3 text-muted">{text(texts.conflictBody)}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Version title={text(texts.yours)} value={yours} />
        <Version title={text(texts.theirs)} value={theirs} />
      </div>
      <ProblemNote problem={problem} />
      <DialogButtons>
        <Button kind="primary" onPress={keepMine}>
          {text(texts.keepMine)}
        </Button>
        <Button onPress={onTakeTheirs}>{text(texts.takeTheirs)}</Button>
      </DialogButtons>
    </Dialog>
  )
}

function Version({ title, value }: { title: string; value: string | number }) {
  const word = useWord()
  return (
    <section className="min-w-0">
      <h3 className="pb-1 font-medium text-muted text-sm">{title}</h3>
      <p className="max-h-60 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-canvas px-3 py-2">
        {typeof value === 'number' ? word(levelWords, value) : value}
      </p>
    </section>
  )
}
