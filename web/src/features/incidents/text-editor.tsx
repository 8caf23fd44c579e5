import { type KeyboardEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { TextArea, TextField } from '../../components/text-field.tsx'
import { incidentTitleLength } from '../../lib/api/facts.gen.ts'
import { asProblem, fieldErrors, type Problem } from '../../lib/api/problem.ts'
import type { Incident } from '../../lib/api/types.ts'
import { isNumber, isShape, isString } from '../../lib/checks.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords } from './incident-fields.messages.ts'
import { texts } from './incidents.messages.ts'
import { useDraft } from './use-draft.ts'
import { useFieldSave } from './use-field-save.tsx'

interface TextEditorProps {
  incident: Incident
  field: 'title' | 'description'
  onClose: () => void
}

const isEdit = isShape({ typed: isString, base: isString, version: isNumber })

/**
 * Edits one text of the record in its place. It remembers what it began with, so live changes pass it by. Escape puts it aside with its
 * text; Cancel throws the text away.
 */
export function TextEditor({ incident, field, onClose }: TextEditorProps) {
  const text = useText()
  const { id, version } = incident
  const base = incident[field]
  const [edit, setEdit, clear] = useDraft(`incident.${id}.${field}`, isEdit, { typed: base, base, version })
  const { save, dialog } = useFieldSave(id)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)

  function close() {
    clear()
    onClose()
  }
  async function submit() {
    setPending(true)
    setProblem(null)
    const { typed, ...start } = edit
    if (typed === start.base) return close()
    await save({ field, value: typed, ...start }, close).catch((error) => setProblem(asProblem(error)))
    setPending(false)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
  }
  const input = {
    name: field,
    label: text(fieldWords[field]),
    value: edit.typed,
    onChange: (typed: string) => setEdit({ ...edit, typed }),
    onKeyDown,
    autoFocus: true,
  }
  return (
    <Form
      className="flex grow flex-col gap-2 pb-1"
      validationErrors={fieldErrors(problem)}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {field === 'title' ? (
        <TextField {...input} maxLength={incidentTitleLength} />
      ) : (
        <TextArea {...input} rows={6} />
      )}
      <ProblemNote problem={problem} knownFields={[field]} />
      <div className="flex gap-2">
        <Button type="submit" size="sm" kind="primary" isPending={isPending}>
          {text(texts.save)}
        </Button>
        <Button size="sm" onPress={close}>
          {text(words.cancel)}
        </Button>
      </div>
      {dialog}
    </Form>
  )
}
