import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Person } from '../../components/avatar.tsx'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords } from './incident-fields.messages.ts'
import { texts } from './incidents.messages.ts'
import { Marks } from './marks.tsx'
import { PriorityBadge } from './priority-badge.tsx'

const nobody = <span className="text-faint">–</span>
const nameOf = (reference: { name: string } | null) => reference?.name ?? nobody

/** A real link, so that it can be opened in a tab of its own and copied. */
function NumberLink({ incident }: { incident: IncidentSummary }) {
  return (
    <Link
      to="/incidents/$id"
      params={{ id: String(incident.id) }}
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
      className="row-text text-muted tabular-nums hover:text-accent-ink hover:underline"
    >
      {incident.number}
    </Link>
  )
}

export function useQueueColumns(): readonly GridColumn<IncidentSummary>[] {
  const text = useText()
  const seesAll = usePermission('incidents.view_all')
  return useMemo(() => {
    const columns: GridColumn<IncidentSummary>[] = [
      {
        key: 'priority',
        name: text(fieldWords.priority),
        width: 94,
        isSortable: true,
        render: ({ priority }) => <PriorityBadge priority={priority} />,
      },
      {
        key: 'number',
        name: text(fieldWords.number),
        width: 78,
        isSortable: true,
        render: (incident) => <NumberLink incident={incident} />,
      },
      {
        key: 'title',
        name: text(fieldWords.title),
        width: 'minmax(220px, 1fr)',
        isSortable: true,
        render: (incident) => (
          <span className="flex min-w-0 items-center gap-2">
            <span className="row-text font-medium">{incident.title}</span>
            <Marks incident={incident} isShort />
          </span>
        ),
      },
      {
        key: 'status',
        name: text(fieldWords.status),
        width: 112,
        isSortable: true,
        render: ({ status }) => <StatusBadge status={status} />,
      },
      {
        key: 'assignee',
        name: text(fieldWords.assignee_id),
        width: 138,
        render: ({ assignee }) => (assignee ? <Person name={assignee.name} /> : nobody),
      },
      {
        key: 'team',
        name: text(fieldWords.team_id),
        width: 128,
        hideBelow: 'lg',
        render: ({ team }) => nameOf(team),
      },
      {
        key: 'client',
        name: text(fieldWords.client_id),
        width: 124,
        hideBelow: 'lg',
        render: ({ client }) => nameOf(client),
      },
      {
        key: 'requester',
        name: text(fieldWords.requester_id),
        width: 124,
        hideBelow: 'lg',
        render: ({ requester }) => nameOf(requester),
      },
      {
        key: 'updated',
        name: text(texts.updated),
        orderBy: 'updated_at',
        width: 92,
        isSortable: true,
        align: 'end',
        render: ({ updated_at }) => <RelativeTime value={updated_at} />,
      },
    ]
    // Who sees only their own knows who they are.
    return seesAll ? columns : columns.filter(({ key }) => key !== 'requester' && key !== 'client')
  }, [text, seesAll])
}
