import type { ReactNode } from 'react'
import { DataGrid } from '../../components/data-grid.tsx'
import type { GridColumn } from '../../components/grid-columns.tsx'
import type { Page } from '../../lib/api/pages.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import { useLiveList } from '../../lib/live/use-live-list.ts'

const ROW_PX = 32
const HEADER_PX = 30
const MOST_ROWS = 6

interface RelatedListProps<T> {
  topic: 'incidents' | 'alerts'
  itemId: number
  title: string
  empty: ReactNode
  columns: readonly GridColumn<T>[]
  read: (cursor: string, signal: AbortSignal) => Promise<Page<T>>
  onOpen: (row: T) => void
}

/** Records that name the item, as many as fit; the rest scrolls within. */
export function RelatedList<T extends { id: number; version: number }>({
  topic,
  itemId,
  title,
  empty,
  columns,
  read,
  onOpen,
}: RelatedListProps<T>) {
  const { hands, isAtWork } = useHands()
  const query = { configuration_item_id: String(itemId) }
  const mayJoin = ({ d }: { d: Record<string, unknown> }) => d.configuration_item_id === itemId
  // Lists of incidents do not show their item, so any of them may be one.
  const list = useLiveList<T>({
    topic,
    query,
    read,
    isHeld: isAtWork,
    ...(topic === 'alerts' && { mayJoin }),
  })
  const { rows } = list
  const isEmpty = rows.length === 0 && !list.problem && !list.isLoading
  const height = HEADER_PX + ROW_PX * Math.min(Math.max(rows.length, 3), MOST_ROWS) + 2
  return (
    <section aria-label={title} {...hands}>
      <h2 className="pb-2 font-semibold">{title}</h2>
      {isEmpty ? (
        <p className="text-faint">{empty}</p>
      ) : (
        <div className="overflow-hidden rounded-md border border-line" style={{ height }}>
          <DataGrid
            id={`item-${topic}`}
            label={title}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            onOpen={onOpen}
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
