import { useState } from 'react'
import { Form } from 'react-aria-components'
import { asProblem, fieldErrors, type Problem } from '../lib/api/problem.ts'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Button } from './button.tsx'
import { ComboBox, type OptionLoader } from './combo-box.tsx'
import { DialogButtons } from './dialog.tsx'
import type { Option } from './option-list.tsx'
import { ProblemNote } from './problem-note.tsx'
import { Select } from './select.tsx'
import { TextArea, TextField } from './text-field.tsx'

/** How one field of an action is asked for. `toValue` turns what was entered into what the API takes (ids are numbers). */
export type ActionField = {
  label: string
  description?: string
  /** Asked for even where the action does not require it. */
  isOffered?: boolean
  /** Filled in beforehand. */
  initial?: string
  toValue?: (entered: string) => unknown
} & (
  | { kind: 'text' | 'textarea' }
  | { kind: 'select'; options: readonly Option[] }
  | { kind: 'lookup'; load: OptionLoader }
)

export interface ActionFormProps {
  /** From the record's `actions`: the fields that must be there. */
  requires: readonly string[]
  /** Every field that this action knows, in the order of the form; the ones neither required nor offered are left out. */
  fields: Readonly<Record<string, ActionField>>
  /** The verb on the button: "Resolve". */
  submit: string
  isDanger?: boolean
  onSubmit: (values: Record<string, unknown>) => Promise<unknown>
  onCancel?: () => void
}

/** Draws what an action asks for. What the server refuses appears at its field; what belongs to none, above the buttons. */
export default function ActionForm({
  requires,
  fields,
  submit,
  isDanger,
  onSubmit,
  onCancel,
}: ActionFormProps) {
  const text = useText()
  const asked = askedFields(requires, fields)
  const [entered, setEntered] = useState<Record<string, string>>(() =>
    Object.fromEntries(asked.map(([name, { initial = '' }]) => [name, initial])),
  )
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)

  async function send() {
    setPending(true)
    setProblem(null)
    try {
      await onSubmit(valuesOf(asked, entered))
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setPending(false)
    }
  }

  return (
    <Form
      className="flex flex-col gap-4"
      validationErrors={fieldErrors(problem)}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {asked.map(([name, field], place) => (
        <FieldOf
          key={name}
          name={name}
          field={field}
          isRequired={requires.includes(name)}
          autoFocus={place === 0}
          value={entered[name] ?? ''}
          onChange={(value) => setEntered((all) => ({ ...all, [name]: value }))}
        />
      ))}
      <ProblemNote problem={problem} knownFields={asked.map(([name]) => name)} />
      <DialogButtons>
        <Button
          type="submit"
          kind={isDanger ? 'danger' : 'primary'}
          isPending={isPending}
          autoFocus={asked.length === 0}
        >
          {submit}
        </Button>
        {onCancel && <Button onPress={onCancel}>{text(words.cancel)}</Button>}
      </DialogButtons>
    </Form>
  )
}

type Asked = [name: string, field: ActionField]

/** A required field that nobody described still has to be asked for: as text, by its own name. */
function askedFields(requires: readonly string[], fields: ActionFormProps['fields']): Asked[] {
  const described = Object.entries(fields).filter(
    ([name, field]) => requires.includes(name) || field.isOffered,
  )
  const others = requires.filter((name) => !(name in fields))
  return [
    ...described,
    ...others.map((name): Asked => [name, { label: name.replaceAll('_', ' '), kind: 'text' }]),
  ]
}

function valuesOf(asked: readonly Asked[], entered: Record<string, string>): Record<string, unknown> {
  const given = asked.filter(([name]) => entered[name])
  return Object.fromEntries(
    given.map(([name, { toValue }]) => [name, toValue?.(entered[name] ?? '') ?? entered[name]]),
  )
}

interface FieldOfProps {
  name: string
  field: ActionField
  isRequired: boolean
  autoFocus: boolean
  value: string
  onChange: (value: string) => void
}

function FieldOf({ field, ...props }: FieldOfProps) {
  const { label, description } = field
  const common = { ...props, label, description }
  switch (field.kind) {
    case 'text':
      return <TextField {...common} />
    case 'textarea':
      return <TextArea {...common} />
    case 'select':
      return <Select {...common} value={props.value || null} options={field.options} />
    case 'lookup':
      return (
        <ComboBox
          {...common}
          value={props.value || null}
          load={field.load}
          onChange={(id) => props.onChange(id ?? '')}
        />
      )
  }
}
