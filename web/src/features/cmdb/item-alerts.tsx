import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { AlertSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords, texts } from './cmdb.messages.ts'
import { RelatedList } from './related-list.tsx'

const readAlerts = (itemId: number) => (cursor: string, signal: AbortSignal) => {
  const query = { configuration_item_id: String(itemId), cursor, page_size: 50 }
  return answerOf(api.GET('/api/noc/alerts/', { params: { query }, signal }))
}

/** Those that their source or an operator put on the item. */
export function ItemAlerts({ itemId }: { itemId: number }) {
  const text = useText()
  const navigate = useNavigate()
  const columns = useMemo(
    (): readonly GridColumn<AlertSummary>[] => [
      {
        key: 'severity',
        name: text(fieldWords.severity),
        width: 100,
        render: ({ severity }) => <SeverityBadge severity={severity} />,
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
        render: ({ starts_at }) => <RelativeTime value={starts_at} />,
      },
    ],
    [text],
  )
  return (
    <RelatedList
      topic="alerts"
      itemId={itemId}
      title={text(texts.alerts)}
      empty={text(texts.noAlerts)}
      columns={columns}
      read={readAlerts(itemId)}
      onOpen={({ id }) => navigate({ to: '/noc/alerts/$id', params: { id: String(id) } })}
    />
  )
}
