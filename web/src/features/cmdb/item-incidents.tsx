import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords, texts } from './cmdb.messages.ts'
import { RelatedList } from './related-list.tsx'

const readIncidents = (itemId: number) => (cursor: string, signal: AbortSignal) => {
  const query = { configuration_item_id: String(itemId), ordering: '-created_at', cursor, page_size: 50 }
  return answerOf(api.GET('/api/v1/incidents/', { params: { query }, signal }))
}

/** Those that name the item, the newest first. */
export function ItemIncidents({ itemId }: { itemId: number }) {
  const text = useText()
  const navigate = useNavigate()
  const columns = useMemo(
    (): readonly GridColumn<IncidentSummary>[] => [
      {
        key: 'priority',
        name: text(fieldWords.priority),
        width: 72,
        render: ({ priority }) => `P${priority}`,
      },
      {
        key: 'number',
        name: text(fieldWords.number),
        width: 92,
        hideBelow: 'sm',
        render: ({ number }) => number,
      },
      {
        key: 'title',
        name: text(fieldWords.title),
        width: 'minmax(140px, 1fr)',
        render: ({ title }) => title,
      },
      {
        key: 'status',
        name: text(fieldWords.status),
        width: 124,
        render: ({ status }) => <StatusBadge status={status} />,
      },
      {
        key: 'age',
        name: text(texts.since),
        width: 84,
        align: 'end',
        hideBelow: 'sm',
        render: ({ created_at }) => <RelativeTime value={created_at} />,
      },
    ],
    [text],
  )
  return (
    <RelatedList
      topic="incidents"
      itemId={itemId}
      title={text(texts.incidents)}
      empty={text(texts.noIncidents)}
      columns={columns}
      read={readIncidents(itemId)}
      onOpen={({ id }) => navigate({ to: '/incidents/$id', params: { id: String(id) } })}
    />
  )
}
