import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Avatar } from './avatar.tsx'
import { RelativeTime } from './relative-time.tsx'

export interface TimelineEntry {
  id: string | number
  /** Who did it; a rule or an integration has a name too. */
  actor: string
  /** What was done, past tense: "acknowledged", "assigned to Ana". */
  title: ReactNode
  /** ISO 8601. */
  at: string
  icon?: ReactNode
  /** Text that somebody wrote. */
  note?: string
  changes?: { field: string; before: ReactNode; after: ReactNode }[]
}

function Changes({ changes }: { changes: NonNullable<TimelineEntry['changes']> }) {
  const text = useText()
  const shown = (value: ReactNode) =>
    value === null || value === undefined || value === '' ? text(words.emptyValue) : value
  return (
    <ul className="mt-0.5 flex flex-col gap-0.5 text-sm">
      {changes.map(({ field, before, after }) => (
        <li key={field} className="flex flex-wrap items-center gap-x-1.5">
          <span className="text-faint">{field}</span>
          <s className="text-muted">{shown(before)}</s>
          <ArrowRight aria-label="→" className="size-3 text-faint" />
          <span>{shown(after)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Who did what when, newest where the caller puts it. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol aria-label={label} className="relative flex flex-col">
      {entries.map(({ id, actor, title, at, icon, note, changes }) => (
        <li key={id} className="group relative flex gap-3 pb-4 last:pb-0">
          <span
            aria-hidden
            className="absolute start-2.5 top-6 bottom-0 border-line border-s group-last:hidden"
          />
          <span className="z-1 mt-0.5 flex size-5 items-center justify-center">
            {icon ?? <Avatar name={actor} />}
          </span>
          <div className="min-w-0 grow">
            <p className="flex flex-wrap items-baseline gap-x-1.5">
              <span className="font-medium">{actor}</span>
              <span className="text-muted">{title}</span>
              <span className="text-faint text-sm">
                <RelativeTime value={at} isFocusable />
              </span>
            </p>
            {changes && changes.length > 0 && <Changes changes={changes} />}
            {note && (
              <p className="mt-1 whitespace-pre-wrap break-words rounded-md border border-line bg-canvas px-3 py-2">
                {note}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
