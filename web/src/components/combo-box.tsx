import { ChevronDown } from 'lucide-react'
import { ComboBox as AriaComboBox, Button, Input, useAsyncList } from 'react-aria-components'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { controlStyle, FieldFrame, type FieldProps, fieldStyle } from './field.tsx'
import { type Option, OptionList, Panel } from './option-list.tsx'

/** Finds options for what was typed; called again with every change, `signal` ends the one before. */
export type OptionLoader = (text: string, signal: AbortSignal) => Promise<readonly Option[]>

interface ComboBoxProps extends FieldProps {
  name?: string
  load: OptionLoader
  value?: string | null
  onChange?: (id: string | null) => void
  autoFocus?: boolean
}

/** One of many, found by typing: people, teams, configuration items. The server searches, through `load`. */
export function ComboBox({
  label,
  description,
  errorMessage,
  load,
  value,
  onChange,
  ...props
}: ComboBoxProps) {
  const text = useText()
  const list = useAsyncList<Option>({
    load: async ({ filterText, signal }) => ({ items: await load(filterText ?? '', signal) }),
  })
  const empty = list.isLoading ? words.loading : words.noMatch
  function choose(key: string | null) {
    // Given a value, the box would go on showing what was typed.
    const chosen = list.items.find(({ id }) => id === key)
    if (chosen) list.setFilterText(chosen.label)
    onChange?.(key)
  }
  return (
    <AriaComboBox
      {...props}
      items={list.items}
      inputValue={list.filterText}
      onInputChange={list.setFilterText}
      value={value}
      onChange={(key) => choose(key === null ? null : String(key))}
      allowsEmptyCollection
      menuTrigger="focus"
      formValue="key"
      className={fieldStyle}
    >
      <FieldFrame
        label={label}
        description={description}
        errorMessage={errorMessage}
        isRequired={props.isRequired}
      >
        <div className="relative">
          <Input className={controlStyle({ icons: 'end' })} placeholder={text(words.search)} />
          <Button className="absolute inset-y-0 end-0 flex w-8 items-center justify-center text-faint">
            <ChevronDown aria-hidden className="size-4" />
          </Button>
        </div>
      </FieldFrame>
      <Panel>
        <OptionList renderEmptyState={() => <p className="px-2 py-1 text-faint">{text(empty)}</p>} />
      </Panel>
    </AriaComboBox>
  )
}
