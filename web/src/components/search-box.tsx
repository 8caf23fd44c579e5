import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button, Input, SearchField } from 'react-aria-components'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { useCommands } from '../lib/shortcuts/use-commands.ts'
import { controlStyle } from './field.tsx'

interface SearchBoxProps {
  label: string
  value: string
  /** Called once typing rests for 250 ms, and at once on Enter. */
  onChange: (text: string) => void
}

const REST_MS = 250

/** The search of a list; `/` leads to it. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const text = useText()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const commit = useEffectEvent((next: string) => next !== value && onChange(next))
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    const timer = setTimeout(() => commit(typed), REST_MS)
    return () => clearTimeout(timer)
  }, [typed])
  useCommands([
    {
      id: 'list.search',
      title: label,
      group: text(words.search),
      keys: '/',
      run: () => input.current?.select(),
    },
  ])
  return (
    <SearchField
      aria-label={label}
      value={typed}
      onChange={setTyped}
      onSubmit={onChange}
      className="relative w-full sm:w-64"
    >
      {({ isEmpty }) => (
        <>
          <Search aria-hidden className="absolute start-2 top-1.5 size-4 text-faint" />
          <Input
            ref={input}
            placeholder={label}
            className={controlStyle({
              size: 'sm',
              icons: 'both',
              class: '[&::-webkit-search-cancel-button]:hidden',
            })}
          />
          <Button
            aria-label={text(words.clear)}
            className={`absolute end-1 top-1 flex size-5 items-center justify-center rounded-sm text-faint hover:text-ink ${isEmpty ? 'invisible' : ''}`}
          >
            <X aria-hidden className="size-3.5" />
          </Button>
        </>
      )}
    </SearchField>
  )
}
