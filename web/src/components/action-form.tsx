import { useState } from 'react'
import { Form } from 'react-aria-components'
import { asProblem, fieldErrors, type Problem } from '../lib/api/problem.ts'
import type { ActionOffer } from '../lib/api/types.ts'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { demandedBy } from './action-demands.ts'
import { type ActionField, type Entered, FieldOf, sentValue } from './action-field.tsx'
import { Button } from './button.tsx'
import { DialogButtons } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'

type Fields = Readonly<Record<string, ActionField>>

export interface ActionFormProps {
  /** From the record's `actions`: the fields that must be there. */
  requires: readonly string[]
  /** From there, too: the fields that certain answers demand besides. */
  requiresIf?: ActionOffer['requires_if']
  /**
   * Every field that this action knows, in the order of the form; the ones neither required nor offered are left out. A function, where
   * one answer leads to other questions.
   */
  fields: Fields | ((entered: Entered, demanded: readonly string[]) => Fields)
  /** The verb on the button: "Resolve". */
  submit: string
  isDanger?: boolean
  onSubmit: (values: Record<string, unknown>) => Promise<unknown>
  onCancel?: () => void
}

/** Draws what an action asks for. What the server refuses appears at its field; what belongs to none, above the buttons. */
export default function ActionForm({
  requires,
  requiresIf,
  fields,
  submit,
  isDanger,
  onSubmit,
  onCancel,
}: ActionFormProps) {
  const text = useText()
  const fieldsFor = typeof fields === 'function' ? fields : () => fields
  const [touched, setTouched] = useState<Record<string, string>>({})
  const entered = enteredOf((answers) => fieldsFor(answers, requires), touched)
  const sent = valuesOf(Object.entries(fieldsFor(entered, requires)), entered)
  const demanded = [...requires, ...demandedBy(requiresIf, sent)]
  const asked = askedFields(demanded, fieldsFor(entered, demanded))
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
          isRequired={demanded.includes(name) || field.isRequired === true}
          autoFocus={place === 0}
          value={entered[name] ?? ''}
          onChange={(value) => setTouched((all) => ({ ...all, [name]: value }))}
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
function askedFields(demanded: readonly string[], fields: Fields): Asked[] {
  const described = Object.entries(fields).filter(
    ([name, field]) => demanded.includes(name) || field.isOffered || field.isRequired,
  )
  const others = demanded.filter((name) => !(name in fields))
  return [
    ...described,
    ...others.map((name): Asked => [name, { label: name.replaceAll('_', ' '), kind: 'text' }]),
  ]
}

const initialsOf = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, { initial = '' }]) => [name, initial]))

/** What stands in the fields: what was typed, else what they begin with. A choice that is no longer offered is none. */
function enteredOf(fieldsFor: (entered: Record<string, string>) => Fields, touched: Record<string, string>) {
  const fields = fieldsFor({ ...initialsOf(fieldsFor({})), ...touched })
  const initials = initialsOf(fields)
  const stands = Object.entries(touched).filter(([name, value]) => {
    const field = fields[name]
    return field?.kind !== 'select' || field.options.some(({ id }) => id === value)
  })
  return { ...initials, ...Object.fromEntries(stands) }
}

function valuesOf(asked: readonly Asked[], entered: Record<string, string>): Record<string, unknown> {
  const given = asked.filter(([name, { initial }]) => entered[name] || initial)
  return Object.fromEntries(
    given.map(([name, field]) => [name, entered[name] ? sentValue(field, entered[name]) : null]),
  )
}
