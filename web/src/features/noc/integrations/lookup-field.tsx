import { X } from 'lucide-react'
import { useState } from 'react'
import { ComboBox, type OptionLoader } from '../../../components/combo-box.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './integrations.messages.ts'

interface LookupFieldProps {
  name: string
  label: string
  description?: string
  value: number | null
  /** What `value` is called, where the form opens with one. */
  valueName?: string
  load: OptionLoader
  onChange: (id: number | null) => void
}

/** A choice that may be empty: what is set stands there by name and can be taken away; then another can be searched. */
export function LookupField({ value, valueName, load, onChange, ...field }: LookupFieldProps) {
  const text = useText()
  const [isKept, setKept] = useState(value !== null)
  // The box fills in the name of what was chosen only while it keeps the choice itself, so it is given no value.
  if (!isKept)
    return <ComboBox {...field} load={load} onChange={(id) => onChange(id === null ? null : Number(id))} />
  function clear() {
    setKept(false)
    onChange(null)
  }
  return (
    <div className="flex items-end gap-1">
      <div className="grow">
        <TextField name={field.name} label={field.label} value={valueName ?? `#${value}`} isReadOnly />
      </div>
      <IconButton icon={X} label={text(texts.remove, { field: field.label })} onPress={clear} />
    </div>
  )
}
