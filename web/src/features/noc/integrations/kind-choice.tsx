import { Label, Radio, RadioGroup, Text } from 'react-aria-components'
import { useText } from '../../../lib/i18n/messages.ts'
import { isKind, type Kind, kinds } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'

interface KindChoiceProps {
  value: Kind
  onChange: (kind: Kind) => void
}

const optionStyle =
  'flex cursor-default items-start gap-2.5 rounded-md border border-line px-3 py-2 hover:bg-hover selected:border-accent selected:bg-accent-soft focus-visible:outline-2 focus-visible:outline-focus'

export function KindChoice({ value, onChange }: KindChoiceProps) {
  const text = useText()
  return (
    <RadioGroup
      name="kind"
      value={value}
      onChange={(kind) => isKind(kind) && onChange(kind)}
      className="flex flex-col gap-1.5"
    >
      <Label className="font-medium text-muted text-sm">{text(texts.kind)}</Label>
      {Object.entries(kinds).map(([kind, { name, detail }]) => (
        <Radio key={kind} value={kind} className={optionStyle}>
          {({ isSelected }) => (
            <>
              <span
                aria-hidden
                className={`mt-0.5 size-4 shrink-0 rounded-full bg-surface ${isSelected ? 'border-5 border-accent' : 'border border-control'}`}
              />
              <span className="flex flex-col">
                <span className="font-medium">{text(name)}</span>
                <Text slot="description" className="text-muted text-sm">
                  {text(detail)}
                </Text>
              </span>
            </>
          )}
        </Radio>
      ))}
    </RadioGroup>
  )
}
