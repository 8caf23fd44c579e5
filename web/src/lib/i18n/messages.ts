import { useCallback } from 'react'
import { useIntl } from 'react-intl'

export interface Message {
  id: string
  defaultMessage: string
}

/** Texts of one owner (ICU MessageFormat), each with the id `<owner>.<key>` under which a catalogue may translate it. */
export function messages<Key extends string>(
  owner: string,
  texts: Record<Key, string>,
): Record<Key, Message> {
  const entries = Object.entries<string>(texts)
  const withIds = entries.map(([key, defaultMessage]) => [key, { id: `${owner}.${key}`, defaultMessage }])
  return Object.fromEntries(withIds)
}

/** `const text = useText()`, then `text(words.cancel)` or `text(words.selected, { count })`. */
export function useText() {
  const { formatMessage } = useIntl()
  return useCallback(
    (message: Message, values?: Record<string, string | number | Date>) => formatMessage(message, values),
    [formatMessage],
  )
}

export type Translate = ReturnType<typeof useText>
