import { ChevronDown, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, DialogTrigger, type Selection } from 'react-aria-components'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Button } from './button.tsx'
import { type Option, OptionList, Panel } from './option-list.tsx'

/** The line above a list: search, chips, and what belongs to the list as a whole at the end. */
export function FilterBar({ label, children, end }: { label: string; children: ReactNode; end?: ReactNode }) {
  return (
    <search aria-label={label} className="flex flex-wrap items-center gap-2">
      {children}
      {end && <div className="ms-auto flex items-center gap-2">{end}</div>}
    </search>
  )
}

interface FilterChipProps {
  label: string
  options: readonly Option[]
  /** Ids of the chosen options; none means no filter. */
  value: readonly string[]
  onChange: (ids: string[]) => void
  /** One choice takes the place of the one before. */
  isSingle?: boolean
}

/** A facet: says what it filters by, opens the choice, and has its own way out. Options with no hits stay, so they can be chosen. */
export function FilterChip({ label, options, value, onChange, isSingle }: FilterChipProps) {
  const text = useText()
  const names = options.filter(({ id }) => value.includes(id)).map((option) => option.label)
  const shown = names.length > 2 ? `${names.slice(0, 2).join(', ')} +${names.length - 2}` : names.join(', ')
  const isOn = value.length > 0
  const choose = (keys: Selection) =>
    onChange(keys === 'all' ? options.map(({ id }) => id) : [...keys].map(String))
  return (
    <span className="inline-flex">
      <DialogTrigger>
        <Button size="sm" kind={isOn ? 'secondary' : 'dashed'} joined={isOn ? 'start' : 'no'}>
          <span className={isOn ? 'text-muted' : ''}>{label}</span>
          {isOn && <span className="max-w-48 row-text">{shown}</span>}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Button>
        <Panel>
          <Dialog aria-label={label} className="outline-none">
            <OptionList
              aria-label={label}
              items={options}
              selectionMode={isSingle ? 'single' : 'multiple'}
              selectedKeys={value}
              onSelectionChange={choose}
              autoFocus
            />
          </Dialog>
        </Panel>
      </DialogTrigger>
      {isOn && (
        <Button
          size="sm"
          isIcon
          joined="end"
          aria-label={`${text(words.clear)}: ${label}`}
          onPress={() => onChange([])}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </span>
  )
}
