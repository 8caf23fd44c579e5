import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { DataGrid } from '../../components/data-grid.tsx'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { Page } from '../../lib/api/pages.ts'
import { type Message, type Translate, useText } from '../../lib/i18n/messages.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import { useLiveList } from '../../lib/live/use-live-list.ts'
import { fieldWords, texts } from './cmdb.messages.ts'

const ROW_PX = 32
const HEADER_PX = 30
const MOST_ROWS = 6
const PAGE_SIZE = 50

interface RelatedQuery {
  configuration_item_id: string
  cursor: string
  page_size: number
}

interface Related {
  id: number
  version: number
  title: string
  status: string
}

/** What can name an item, and how its records are listed there. */
export interface RelatedNoun<Row extends Related> {
  topic: 'incidents' | 'alerts'
  path: '/incidents/$id' | '/noc/alerts/$id'
  title: Message
  empty: Message
  read: (query: RelatedQuery, signal: AbortSignal) => Promise<Page<Row>>
  /** Those before title, status and age. */
  columns: (text: Translate) => readonly GridColumn<Row>[]
  since: (row: Row) => string
  /** Whether a live event tells the item of its record; if not, any of them may belong here. */
  showsItem: boolean
}

interface RelatedListProps<Row extends Related> {
  noun: RelatedNoun<Row>
  itemId: number
}

/** Records that name the item, as many as fit; the rest scrolls within. */
export function RelatedList<Row extends Related>({ noun, itemId }: RelatedListProps<Row>) {
  const { topic, path, title, empty, read, showsItem } = noun
  const text = useText()
  const navigate = useNavigate()
  const columns = useColumns(noun)
  const { hands, isAtWork } = useHands()
  const query = { configuration_item_id: String(itemId) }
  const mayJoin = ({ d }: { d: Record<string, unknown> }) => d.configuration_item_id === itemId
  const list = useLiveList<Row>({
    topic,
    query,
    read: (cursor, signal) => read({ ...query, cursor, page_size: PAGE_SIZE }, signal),
    isHeld: isAtWork,
    ...(showsItem && { mayJoin }),
  })
  const { rows } = list
  const isEmpty = rows.length === 0 && !list.problem && !list.isLoading
  const height = HEADER_PX + ROW_PX * Math.min(Math.max(rows.length, 3), MOST_ROWS) + 2
  return (
    <section aria-label={text(title)} {...hands}>
      <h2 className="pb-2 font-semibold">{text(title)}</h2>
      {isEmpty ? (
        <p className="text-faint">{text(empty)}</p>
      ) : (
        <div className="overflow-hidden rounded-md border border-line" style={{ height }}>
          <DataGrid
            id={`item-${topic}`}
            label={text(title)}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            onOpen={({ id }) => navigate({ to: path, params: { id: String(id) } })}
            onEndReached={list.readMore}
            isLoading={list.isLoading}
            problem={list.problem}
            onRetry={list.retry}
            empty={null}
          />
        </div>
      )}
    </section>
  )
}

function useColumns<Row extends Related>({ columns, since }: RelatedNoun<Row>) {
  const text = useText()
  return useMemo(
    (): readonly GridColumn<Row>[] => [
      ...columns(text),
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
        render: (row) => <RelativeTime value={since(row)} />,
      },
    ],
    [text, columns, since],
  )
}
