import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import type { Problem } from '../../lib/api/problem.ts'
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './cmdb.messages.ts'
import { Criticality, Life } from './item-words.tsx'

interface ItemCardsProps {
  rows: readonly ConfigurationItem[]
  isLoading: boolean
  problem: Problem | null
  onRetry: () => void
  hasMore: boolean
  onMore: () => void
  empty: ReactNode
}

/** The list for a thumb: two lines each instead of eight columns. */
export function ItemCards({ rows, isLoading, problem, onRetry, hasMore, onMore, empty }: ItemCardsProps) {
  const text = useText()
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={onRetry} />
  if (isLoading && rows.length === 0) return <LoadingState rows={10} />
  if (rows.length === 0) return empty
  return (
    <div className="h-full overflow-auto">
      <ul aria-label={text(texts.items)}>
        {rows.map(({ id, name, kind, status, criticality, client }) => (
          <li key={id} className="border-line border-b">
            <Link
              to="/cmdb/items/$id"
              params={{ id: String(id) }}
              className="flex flex-col gap-1 px-4 py-2.5 outline-offset-[-2px]"
            >
              <span className="break-all font-medium">{name}</span>
              <span className="flex items-center gap-3 text-muted text-sm">
                <span className="shrink-0">{kind}</span>
                <Life status={status} />
                {criticality && <Criticality level={criticality} />}
                <span className="row-text">{client?.name}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {hasMore && (
        <div className="flex justify-center p-4">
          <Button onPress={onMore}>{text(texts.showMore)}</Button>
        </div>
      )}
    </div>
  )
}
