import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { ComboBox, type OptionLoader } from './combo-box.tsx'
import type { FieldProps } from './field.tsx'
import { IconButton } from './icon-button.tsx'
import type { Option } from './option-list.tsx'
import { TextField } from './text-field.tsx'

/** What was chosen, with its name: whoever keeps it (a draft) can show it again. */
export type Picked = Pick<Option, 'id' | 'label'> | null

interface LookupFieldProps extends FieldProps {
  name: string
  load: OptionLoader
  value: Picked
  onChange: (picked: Picked) => void
  autoFocus?: boolean
}

/** A choice that may be empty. What it opens with stands there by name and can be taken away; then another can be searched. */
export function LookupField({ load, value, onChange, ...field }: LookupFieldProps) {
  const text = useText()
  const [isKept, setKept] = useState(value !== null)
  const seen = useRef(new Map<string, Option>())
  const loadAndSee: OptionLoader = async (typed, signal) => {
    const found = await load(typed, signal)
    for (const option of found) seen.current.set(option.id, option)
    return found
  }
  function pick(id: string | null) {
    const option = id === null ? undefined : seen.current.get(id)
    onChange(option ? { id: option.id, label: option.label } : null)
  }
  function remove() {
    setKept(false)
    onChange(null)
  }
  // The box writes the name of a choice only while it keeps the choice itself, so it is given no value.
  if (!isKept) return <ComboBox {...field} load={loadAndSee} onChange={pick} />
  return (
    <div className="flex gap-1">
      <div className="min-w-0 grow">
        <TextField {...field} value={value?.label ?? ''} isReadOnly />
      </div>
      {/* Beside the box, below the label's line. */}
      <span className="mt-5.5">
        <IconButton icon={X} label={text(words.remove, { field: field.label })} onPress={remove} />
      </span>
    </div>
  )
}
