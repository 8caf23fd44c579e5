import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useUser } from '../../lib/api/use-session.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { findAlert } from './alert-cache.ts'
import { isFilterKey } from './alert-query.ts'

/** Keys that have a place of their own above the list. */
const withChip = /^(search|status|workflow|severity|client_id|integration_id)(__|$)/

/** `configuration_item_id` is "configuration item"; of `starts_at__gte` the comparison is said too. */
const wordsOf = (key: string) =>
  key
    .replace(/_id(__in)?$/, '')
    .replaceAll('_', ' ')
    .replace('  ', ' ')

/** The name of a record that a row at hand refers to, else what the address says. */
function nameOf(client: QueryClient, key: string, value: string): string {
  const field = key.replace(/_id$/, '') as 'site' | 'configuration_item' | 'assignee' | 'team' | 'incident'
  const found = findAlert(client, (alert) => alert[field]?.id === Number(value))
  return found?.[field]?.name ?? value
}

/** What a link filters by beyond the chips: never hidden, and to be taken away one by one. */
export function OtherFilters() {
  const text = useText()
  const client = useQueryClient()
  const [search, setSearch] = useUrlState()
  const { id } = useUser()
  const isOwnChip = (key: string, value: string) =>
    withChip.test(key) || key === 'assignee_id__isnull' || (key === 'assignee_id' && value === String(id))
  const others = Object.entries(search).filter(
    ([key, value]) => value && isFilterKey(key) && !isOwnChip(key, value),
  )
  return others.map(([key, value]) => (
    <Button
      key={key}
      size="sm"
      aria-label={`${text(words.clear)}: ${key} ${value}`}
      onPress={() => setSearch({ [key]: undefined })}
    >
      <span className="text-muted">{wordsOf(key)}</span>
      <span className="row-text max-w-40">{nameOf(client, key, value ?? '')}</span>
      <X aria-hidden className="size-3.5" />
    </Button>
  ))
}
