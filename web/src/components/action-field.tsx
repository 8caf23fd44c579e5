import { Checkbox } from './checkbox.tsx'
import { ComboBox, type OptionLoader } from './combo-box.tsx'
import { LookupField } from './lookup-field.tsx'
import type { Option } from './option-list.tsx'
import { Select } from './select.tsx'
import { TextArea, TextField } from './text-field.tsx'
import { instantOf, type SuggestedTime, TimeField } from './time-field.tsx'

/** How one field of an action is asked for. `toValue` turns what was entered into what the API takes (ids are numbers). */
export type ActionField = {
  label: string
  description?: string
  /** Asked for even where the action does not require it. */
  isOffered?: boolean
  /** Asked for and demanded, whatever the record's `requires` says. */
  isRequired?: boolean
  /** Filled in beforehand. What was there and is taken away is sent as null. */
  initial?: string
  toValue?: (entered: string) => unknown
} & (
  | { kind: 'text' | 'textarea' | 'number' | 'checkbox' }
  | { kind: 'time'; earliest?: Date; suggestions?: readonly SuggestedTime[] }
  | { kind: 'select'; options: readonly Option[] }
  | { kind: 'lookup'; load: OptionLoader; initialLabel?: string }
)

/** A field for each part of what the API takes; a part that may be left out need not be asked for. */
export type FieldsOf<Values> = { readonly [Name in keyof Values]: ActionField }

/** What stands in the fields of a form, by name. */
export type Entered = Readonly<Record<string, string>>

/** What each kind sends where its field says nothing of its own. */
const values: Partial<Record<ActionField['kind'], (entered: string) => unknown>> = {
  number: Number,
  time: instantOf,
  checkbox: (entered) => entered === 'true',
}

export function sentValue({ kind, toValue = values[kind] }: ActionField, entered: string): unknown {
  return toValue ? toValue(entered) : entered
}

interface FieldOfProps {
  name: string
  field: ActionField
  isRequired: boolean
  autoFocus: boolean
  value: string
  onChange: (value: string) => void
}

export function FieldOf({ field, ...props }: FieldOfProps) {
  const { label, description } = field
  const common = { ...props, label, description }
  switch (field.kind) {
    case 'text':
      return <TextField {...common} />
    case 'number':
      return <TextField {...common} type="number" inputMode="numeric" />
    case 'textarea':
      return <TextArea {...common} />
    case 'time':
      return <TimeField {...common} earliest={field.earliest} suggestions={field.suggestions} />
    case 'checkbox':
      return (
        <Checkbox
          name={props.name}
          isSelected={props.value === 'true'}
          onChange={(isOn) => props.onChange(String(isOn))}
        >
          {label}
        </Checkbox>
      )
    case 'select':
      return <Select {...common} value={props.value || null} options={field.options} />
    case 'lookup':
      return field.initial ? (
        <LookupField
          {...common}
          value={props.value ? { id: props.value, label: field.initialLabel ?? `#${props.value}` } : null}
          load={field.load}
          onChange={(picked) => props.onChange(picked?.id ?? '')}
        />
      ) : (
        <ComboBox
          {...common}
          value={props.value || null}
          load={field.load}
          onChange={(id) => props.onChange(id ?? '')}
        />
      )
  }
}
