import { CircleAlert, CircleCheck, Inbox, type LucideIcon, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '../lib/api/problem.ts'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Button } from './button.tsx'

interface FrameProps {
  icon: LucideIcon
  tone?: string
  title: string
  children?: ReactNode
  /** One button: what to do now. */
  action?: ReactNode
}

function StateFrame({ icon: Icon, tone = 'text-faint', title, children, action }: FrameProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 p-8 text-center">
      <Icon aria-hidden className={`mb-2 size-8 stroke-[1.5] ${tone}`} />
      <h2 className="font-semibold text-lg">{title}</h2>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {action && <div className="pt-3">{action}</div>}
    </div>
  )
}

const icons = { first: Inbox, filtered: SearchX, done: CircleCheck }

interface EmptyStateProps extends Omit<FrameProps, 'icon' | 'tone'> {
  /** Nothing there yet, nothing that fits the filter, or all work done. */
  kind?: keyof typeof icons
}

export function EmptyState({ kind = 'first', ...props }: EmptyStateProps) {
  return <StateFrame {...props} icon={icons[kind]} tone={kind === 'done' ? 'text-good' : 'text-faint'} />
}

interface ErrorStateProps {
  problem: Problem
  onRetry?: () => void
  title?: string
}

/** What went wrong in the server's words, the id to quote to an administrator, and a way to try again. */
export function ErrorState({ problem, onRetry, title }: ErrorStateProps) {
  const text = useText()
  return (
    <div role="alert" className="h-full">
      <StateFrame
        icon={CircleAlert}
        tone="text-danger-ink"
        title={title ?? text(words.failed)}
        action={onRetry && <Button onPress={onRetry}>{text(words.retry)}</Button>}
      >
        {problem.message}
        {problem.requestId && (
          <p className="pt-1 font-mono text-faint text-sm">
            {text(words.requestId, { id: problem.requestId })}
          </p>
        )}
      </StateFrame>
    </div>
  )
}

/** Rows to come: the page keeps its shape while the list loads. */
export function LoadingState({ rows = 8 }: { rows?: number }) {
  const text = useText()
  return (
    <div role="status" className="flex flex-col">
      <span className="sr-only">{text(words.loading)}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div
          key={row}
          aria-hidden
          className="flex h-(--row-height) items-center gap-4 border-line border-b px-3"
        >
          <span className="h-2.5 w-16 animate-pulse rounded-sm bg-sunken" />
          <span
            className="h-2.5 animate-pulse rounded-sm bg-sunken"
            style={{ width: `${35 + ((row * 37) % 40)}%` }}
          />
        </div>
      ))}
    </div>
  )
}
