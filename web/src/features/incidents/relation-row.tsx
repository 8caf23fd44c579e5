import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../components/icon-button.tsx'
import { StatusGlyph, useStatusName } from '../../components/status-badge.tsx'
import type { Incident } from '../../lib/api/types.ts'

type Relative = Pick<Incident['children'][number], 'id' | 'number' | 'title' | 'status'>

interface RelationRowProps {
  /** What it is to this incident; a family says so in its title. */
  kind?: string
  children: ReactNode
  remove?: { label: string; onPress: () => void; isPending: boolean }
}

export function RelationRow({ kind, children, remove }: RelationRowProps) {
  return (
    <li className="flex min-h-9 items-center gap-3 border-line border-b px-1 py-1 last:border-b-0 hover:bg-hover">
      {kind && <span className="w-28 shrink-0 text-muted text-sm">{kind}</span>}
      <span className="flex min-w-0 grow items-center gap-2">{children}</span>
      {remove && (
        <IconButton
          icon={X}
          size="sm"
          label={remove.label}
          onPress={remove.onPress}
          isPending={remove.isPending}
        />
      )}
    </li>
  )
}

/** Another incident as this one shows it. */
export function RelativeLink({ incident }: { incident: Relative }) {
  const { id, number, title, status } = incident
  const nameOf = useStatusName()
  return (
    <>
      <span role="img" aria-label={nameOf(status)} title={nameOf(status)} className="inline-flex">
        <StatusGlyph status={status} />
      </span>
      <Link
        to="/incidents/$id"
        params={{ id: String(id) }}
        className="flex min-w-0 gap-2 rounded-sm hover:text-accent-ink hover:underline"
      >
        <span className="shrink-0 text-muted tabular-nums">{number}</span>
        <span className="row-text font-medium">{title}</span>
      </Link>
    </>
  )
}
