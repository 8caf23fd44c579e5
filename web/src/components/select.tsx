import { ChevronDown } from 'lucide-react'
import { Select as AriaSelect, Button, SelectValue } from 'react-aria-components'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { controlStyle, FieldFrame, type FieldProps, fieldStyle } from './field.tsx'
import { type Option, OptionList, Panel } from './option-list.tsx'

interface SelectProps extends FieldProps {
  name?: string
  options: readonly Option[]
  value?: string | null
  onChange?: (id: string) => void
  isDisabled?: boolean
}

/** A failed check marks the field, not its button: the border follows the group. */
const buttonClass =
  'flex cursor-default items-center gap-2 text-start group-data-[invalid]:border-danger-ink! group-data-[invalid]:ring-danger-ink!'

/** One of a few; for many, or for those that only the server knows, `ComboBox`. */
export function Select({
  label,
  description,
  errorMessage,
  options,
  value,
  onChange,
  ...props
}: SelectProps) {
  const text = useText()
  return (
    <AriaSelect
      {...props}
      value={value}
      onChange={(key) => key !== null && onChange?.(String(key))}
      placeholder={text(words.choose)}
      className={`group ${fieldStyle}`}
    >
      <FieldFrame
        label={label}
        description={description}
        errorMessage={errorMessage}
        isRequired={props.isRequired}
      >
        <Button className={controlStyle({ class: buttonClass })}>
          <SelectValue className="row-text grow data-[placeholder]:text-faint">
            {({ isPlaceholder, selectedText, defaultChildren }) =>
              isPlaceholder ? defaultChildren : selectedText
            }
          </SelectValue>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
        </Button>
      </FieldFrame>
      <Panel>
        <OptionList items={options} />
      </Panel>
    </AriaSelect>
  )
}
