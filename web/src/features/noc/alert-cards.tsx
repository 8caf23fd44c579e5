import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { toggled } from '../../components/row-selection.ts'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { Problem } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { Labels, Owner, type ShownAlert, Where } from './alert-columns.tsx'
import { texts } from './noc.messages.ts'

interface AlertCardsProps {
  rows: readonly ShownAlert[]
  selected: ReadonlySet<number>
  onSelectedChange: (ids: Set<number>) => void
  onEndReached: () => void
  isLoading: boolean
  problem: Problem | null
  onRetry: () => void
  empty: ReactNode
}

/** The list for a thumb: a card per alert, its check box and its body each a large target. */
export function AlertCards(props: AlertCardsProps) {
  const { rows, selected, onSelectedChange, isLoading, problem, onRetry, empty } = props
  const text = useText()
  if (problem && rows.length === 0) return <ErrorState problem={problem} onRetry={onRetry} />
  if (isLoading && rows.length === 0) return <LoadingState rows={10} />
  if (rows.length === 0) return empty
  return (
    <div className="h-full overflow-auto">
      <ul aria-label={text(texts.alerts)}>
        {rows.map((alert) => (
          <Card
            key={alert.id}
            alert={alert}
            isSelected={selected.has(alert.id)}
            onToggle={() => onSelectedChange(toggled(selected, alert.id))}
          />
        ))}
      </ul>
      <End key={rows.length} onReached={props.onEndReached} />
    </div>
  )
}

interface CardProps {
  alert: ShownAlert
  isSelected: boolean
  onToggle: () => void
}

function Card({ alert, isSelected, onToggle }: CardProps) {
  const text = useText()
  return (
    <li
      className={`flex border-line border-b [contain-intrinsic-size:auto_96px] [content-visibility:auto] ${isSelected ? 'bg-accent-soft' : ''} ${alert.hasLeft ? 'opacity-50' : ''}`}
    >
      <div className="flex shrink-0 [&>label]:ps-4 [&>label]:pe-2">
        <Checkbox isSelected={isSelected} onChange={onToggle}>
          <span className="sr-only">{text(texts.select, { title: alert.title })}</span>
        </Checkbox>
      </div>
      <Link
        to="/noc/alerts/$id"
        params={{ id: String(alert.id) }}
        className="flex min-w-0 grow flex-col gap-1 py-2.5 pe-4"
      >
        <span className="flex items-center gap-2">
          <SeverityBadge severity={alert.severity} />
          <StatusBadge status={alert.status} />
          {alert.occurrence_count > 1 && (
            <span className="text-muted text-sm tabular-nums">
              ×{alert.occurrence_count.toLocaleString()}
            </span>
          )}
          <span className="ms-auto text-muted text-sm">
            <RelativeTime value={alert.starts_at} />
          </span>
        </span>
        <span className="line-clamp-2 break-words font-medium">{alert.title}</span>
        <span className="flex items-center gap-2 text-sm">
          <Where alert={alert} />
          <span className="row-text text-muted">
            <Labels alert={alert} />
          </span>
          <span className="ms-auto flex min-w-0 shrink-0">
            <Owner alert={alert} />
          </span>
        </span>
      </Link>
    </li>
  )
}

/** Asks for more rows when it comes near the window. */
function End({ onReached }: { onReached: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  const reach = useEffectEvent(onReached)
  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach(), {
      rootMargin: '600px',
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [])
  return <div ref={end} className="h-px" />
}
