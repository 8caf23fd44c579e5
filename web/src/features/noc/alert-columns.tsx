import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Person } from '../../components/avatar.tsx'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { AlertSummary } from '../../lib/api/types.ts'
import type { Translate } from '../../lib/i18n/messages.ts'
import { columnTexts } from './noc.messages.ts'

/** As a row shows it: with the alerts that left the list, but may not move while somebody looks. */
export type ShownAlert = AlertSummary & { hasLeft?: boolean }

/** What tells alerts of the same look apart, the most telling first. */
const TELLING = (
  'instance host hostname device node interface mountpoint pod container ' +
  'service site namespace cluster region environment env job'
).split(' ')
/** What the row shows elsewhere, or what tells of the source and not of the thing. */
const TELLS_NOTHING = ['alertname', 'severity', 'priority', 'prometheus', 'monitor', 'replica', 'alertstate']
const SHOWN_LABELS = 3
const LONGEST_VALUE = 40

const rank = (name: string) => (TELLING.includes(name) ? TELLING.indexOf(name) : TELLING.length)

/** The labels that tell alerts apart, as far as the row does not say them already. */
export function mainLabels(alert: AlertSummary): [name: string, value: string][] {
  const { labels, title, configuration_item: item, client, site } = alert
  const said = [title, item?.name, client?.name, site?.name].join(' ').toLowerCase()
  return Object.entries(labels)
    .filter(([name]) => !TELLS_NOTHING.includes(name) && !name.startsWith('__'))
    .filter(([, value]) => value && value.length <= LONGEST_VALUE && !said.includes(value.toLowerCase()))
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .slice(0, SHOWN_LABELS)
}

export function Labels({ alert }: { alert: AlertSummary }) {
  return mainLabels(alert).map(([name, value]) => (
    <span key={name} title={`${name}=${value}`} className="me-2.5">
      {TELLING.includes(name) ? value : `${name}=${value}`}
    </span>
  ))
}

function Title({ alert }: { alert: AlertSummary }) {
  return (
    <span className="row-text flex items-baseline gap-3">
      <span className="row-text max-w-full shrink-0 font-medium">{alert.title}</span>
      <span className="row-text text-muted text-sm">
        <Labels alert={alert} />
      </span>
    </span>
  )
}

/** The thing itself first, then whose it is and where it stands. */
export function Where({ alert }: { alert: AlertSummary }) {
  const { configuration_item: item, client, site } = alert
  const rest = [client?.name, site?.name].filter(Boolean).join(' · ')
  if (!item && !rest) return null
  return (
    <span className="row-text" title={[item?.name, rest].filter(Boolean).join(' · ')}>
      {item && <span className="pe-1.5">{item.name}</span>}
      <span className="text-muted">{rest}</span>
    </span>
  )
}

export function Owner({ alert }: { alert: AlertSummary }) {
  if (alert.assignee) return <Person name={alert.assignee.name} />
  return alert.team ? <span className="row-text text-muted">{alert.team.name}</span> : null
}

export function IncidentLink({ alert }: { alert: AlertSummary }) {
  if (!alert.incident) return null
  return (
    <Link
      to="/incidents/$id"
      params={{ id: String(alert.incident.id) }}
      onClick={(event) => event.stopPropagation()}
      className="text-accent-ink tabular-nums hover:underline"
    >
      {alert.incident.name}
    </Link>
  )
}

const Muted = ({ children }: { children: ReactNode }) => (
  <span className="row-text text-muted tabular-nums">{children}</span>
)

const all: Record<keyof typeof columnTexts, Omit<GridColumn<AlertSummary>, 'key' | 'name'>> = {
  severity: { width: 90, isSortable: true, render: ({ severity }) => <SeverityBadge severity={severity} /> },
  status: { width: 126, render: ({ status }) => <StatusBadge status={status} /> },
  title: {
    width: 'minmax(220px, 4fr)',
    render: (alert) => <Title alert={alert} />,
  },
  where: { width: 'minmax(150px, 1.6fr)', render: (alert) => <Where alert={alert} /> },
  source: { width: 'minmax(106px, 0.8fr)', render: ({ integration }) => <Muted>{integration?.name}</Muted> },
  count: {
    width: 58,
    align: 'end',
    render: ({ occurrence_count: count }) => (
      <span className={count > 1 ? '' : 'text-muted'}>{count.toLocaleString()}</span>
    ),
  },
  age: {
    width: 88,
    isSortable: true,
    orderBy: 'starts_at',
    render: ({ starts_at }) => <RelativeTime value={starts_at} />,
  },
  seen: {
    width: 88,
    render: ({ last_seen_at }) => (
      <Muted>
        <RelativeTime value={last_seen_at} />
      </Muted>
    ),
  },
  assignee: { width: 110, render: (alert) => <Owner alert={alert} /> },
  incident: { width: 68, render: (alert) => <IncidentLink alert={alert} /> },
}

type ColumnKey = keyof typeof all

/** What fits beside an open alert, in a narrow window, in a wide one, on a large screen. */
const sets = {
  beside: ['severity', 'title', 'status', 'age'],
  narrow: ['severity', 'status', 'title', 'where', 'count', 'age', 'assignee'],
  wide: ['severity', 'status', 'title', 'where', 'count', 'age', 'seen', 'assignee', 'incident'],
  large: ['severity', 'status', 'title', 'where', 'source', 'count', 'age', 'seen', 'assignee', 'incident'],
} satisfies Record<string, ColumnKey[]>

const dimmed = (content: ReactNode) => (
  <span className="row-text flex items-center opacity-50">{content}</span>
)

export function alertColumns(set: keyof typeof sets, text: Translate): GridColumn<ShownAlert>[] {
  return sets[set].map((key: ColumnKey) => ({
    ...all[key],
    key,
    name: text(columnTexts[key]),
    render: (row) => (row.hasLeft ? dimmed(all[key].render(row)) : all[key].render(row)),
  }))
}
