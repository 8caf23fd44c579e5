import { useMemo } from 'react'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords, texts } from './cmdb.messages.ts'
import { Criticality, Life, Nothing } from './item-words.tsx'

export function useItemColumns(): readonly GridColumn<ConfigurationItem>[] {
  const text = useText()
  return useMemo(
    () => [
      {
        key: 'name',
        name: text(fieldWords.name),
        width: 'minmax(200px, 1fr)',
        isSortable: true,
        render: ({ name }) => <span className="row-text font-medium">{name}</span>,
      },
      { key: 'kind', name: text(fieldWords.kind), width: 112, render: ({ kind }) => kind },
      {
        key: 'status',
        name: text(fieldWords.status),
        width: 124,
        render: ({ status }) => <Life status={status} />,
      },
      {
        key: 'criticality',
        name: text(fieldWords.criticality),
        width: 96,
        render: ({ criticality }) => <Criticality level={criticality} />,
      },
      {
        key: 'ip_address',
        name: text(fieldWords.ip_address),
        width: 136,
        hideBelow: 'lg',
        render: ({ ip_address }) => ip_address ?? <Nothing />,
      },
      {
        key: 'client',
        name: text(fieldWords.client_id),
        width: 148,
        render: ({ client }) => client?.name ?? <Nothing />,
      },
      {
        key: 'site',
        name: text(fieldWords.site_id),
        width: 124,
        hideBelow: 'lg',
        render: ({ site }) => site?.name ?? <Nothing />,
      },
      {
        key: 'updated',
        name: text(texts.updated),
        width: 92,
        align: 'end',
        render: ({ updated_at }) => <RelativeTime value={updated_at} />,
      },
    ],
    [text],
  )
}
