import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { Problem } from '../../lib/api/problem.ts'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './incidents.messages.ts'
import { Marks } from './marks.tsx'
import { PriorityBadge } from './priority-badge.tsx'

interface QueueCardsProps {
  rows: readonly IncidentSummary[]
  isLoading: boolean
  problem: Problem | null
  onRetry: () => void
  hasMore: boolean
  onMore: () => void
  empty: ReactNode
}

/** The queue for a thumb: two lines each instead of nine columns. */
export function QueueCards({ rows, isLoading, problem, onRetry, hasMore, onMore, empty }: QueueCardsProps) {
  const text = useText()
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={onRetry} />
  if (isLoading && rows.length === 0) return <LoadingState rows={10} />
  if (rows.length === 0) return empty
  return (
    <div className="h-full overflow-auto">
      <ul aria-label={text(texts.incidents)}>
        {rows.map((incident) => (
          <li key={incident.id} className="border-line border-b">
            <Card incident={incident} />
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

function Card({ incident }: { incident: IncidentSummary }) {
  const { id, number, title, priority, status, assignee, updated_at } = incident
  return (
    <Link
      to="/incidents/$id"
      params={{ id: String(id) }}
      className="flex flex-col gap-1 px-4 py-2.5 outline-offset-[-2px]"
    >
      <span className="flex items-start gap-2">
        <PriorityBadge priority={priority} isShort />
        <span className="line-clamp-2 font-medium">{title}</span>
      </span>
      <span className="flex items-center gap-3 text-muted text-sm">
        <span className="shrink-0 tabular-nums">{number}</span>
        <StatusBadge status={status} />
        <span className="flex items-center gap-1 empty:hidden">
          <Marks incident={incident} isShort />
        </span>
        <span className="row-text">{assignee?.name}</span>
        <span className="ms-auto shrink-0 text-faint">
          <RelativeTime value={updated_at} />
        </span>
      </span>
    </Link>
  )
}
