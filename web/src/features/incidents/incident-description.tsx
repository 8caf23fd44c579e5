import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords } from './incident-fields.messages.ts'
import { texts } from './incidents.messages.ts'
import { TextEditor } from './text-editor.tsx'

export function IncidentDescription({ incident, mayEdit }: { incident: Incident; mayEdit: boolean }) {
  const text = useText()
  const [isEditing, setEditing] = useState(false)
  const name = text(fieldWords.description)
  const edit = () => setEditing(true)
  if (isEditing)
    return <TextEditor incident={incident} field="description" onClose={() => setEditing(false)} />
  if (incident.description === '')
    return mayEdit ? (
      <div>
        <Button size="sm" kind="dashed" onPress={edit}>
          <Plus aria-hidden />
          {text(texts.addDescription)}
        </Button>
      </div>
    ) : null
  return (
    <section aria-label={name}>
      <h2 className="flex items-center gap-1 pb-1 font-semibold">
        {name}
        {mayEdit && (
          <IconButton
            size="sm"
            icon={Pencil}
            label={text(texts.edit, { field: name.toLowerCase() })}
            onPress={edit}
          />
        )}
      </h2>
      <p className="max-w-[80ch] whitespace-pre-wrap break-words">{incident.description}</p>
    </section>
  )
}
