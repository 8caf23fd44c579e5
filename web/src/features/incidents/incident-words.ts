import type { Option } from '../../components/option-list.tsx'
import { type Message, useText } from '../../lib/i18n/messages.ts'

type Words = Readonly<Record<string, Message>>

/** The word for a value of the API, or the value itself made readable where nobody named it. */
export function useWord() {
  const text = useText()
  return (words: Words, value: string | number) => {
    const message = words[value]
    return message ? text(message) : String(value).replaceAll('_', ' ')
  }
}

/** Named values as the options of a select; `hints` say what each means. */
export function useOptions() {
  const text = useText()
  return (words: Words, hints: Words = {}): Option[] =>
    Object.entries(words).map(([id, message]) => ({
      id,
      label: text(message),
      detail: hints[id] && text(hints[id]),
    }))
}
