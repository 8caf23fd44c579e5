import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { DataGrid } from '../../components/data-grid.tsx'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { StatusBadge, StatusGlyph, useStatusName } from '../../components/status-badge.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { AlertSummary } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import { useLiveList } from '../../lib/live/use-live-list.ts'
import { usePhone } from '../../lib/media.ts'
import { fieldWords } from './incident-fields.messages.ts'
import { alertTexts, texts } from './incidents.messages.ts'

const ROW_PX = 32
const HEADER_PX = 30
const MOST_ROWS = 6

function readAlerts(incidentId: string) {
  return (cursor: string, signal: AbortSignal) => {
    const query = { incident_id: incidentId, cursor, page_size: 50 }
    return answerOf(api.GET('/api/noc/alerts/', { params: { query }, signal }))
  }
}

/** The alerts that this incident is about; nothing where there are none, or where the person does not see alerts. */
export function LinkedAlerts({ incidentId }: { incidentId: number }) {
  return usePermission('noc:view') ? <Alerts incidentId={incidentId} /> : null
}

const keyOf = ({ id }: AlertSummary) => id

function Alerts({ incidentId }: { incidentId: number }) {
  const text = useText()
  const navigate = useNavigate()
  const columns = useAlertColumns()
  const { hands, isAtWork } = useHands()
  const id = String(incidentId)
  const list = useLiveList<AlertSummary>({
    topic: 'alerts',
    query: { incident_id: id },
    read: readAlerts(id),
    isHeld: isAtWork,
    mayJoin: ({ d }) => d?.incident_id === incidentId,
  })
  const { rows } = list
  if (rows.length === 0 && !list.problem) return null
  const height = HEADER_PX + ROW_PX * Math.min(Math.max(rows.length, 3), MOST_ROWS) + 2
  return (
    <section aria-label={text(texts.alertsTitle)} {...hands}>
      <h2 className="pb-2 font-semibold">
        {text(texts.alertsTitle)} <span className="font-normal text-faint tabular-nums">{rows.length}</span>
      </h2>
      <div className="overflow-hidden rounded-md border border-line" style={{ height }}>
        <DataGrid
          id="incident-alerts"
          label={text(texts.alertsTitle)}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          onOpen={({ id: alertId }) => navigate({ to: '/noc/alerts/$id', params: { id: String(alertId) } })}
          onEndReached={list.readMore}
          problem={list.problem}
          onRetry={list.retry}
          empty={null}
        />
      </div>
    </section>
  )
}

function ShortStatus({ status }: { status: string }) {
  const nameOf = useStatusName()
  return (
    <span role="img" aria-label={nameOf(status)} title={nameOf(status)}>
      <StatusGlyph status={status} />
    </span>
  )
}

function useAlertColumns(): readonly GridColumn<AlertSummary>[] {
  const text = useText()
  const isPhone = usePhone()
  return useMemo(
    () => [
      {
        key: 'severity',
        name: text(alertTexts.severity),
        width: 100,
        render: ({ severity }) => <SeverityBadge severity={severity} />,
      },
      {
        key: 'title',
        name: text(fieldWords.title),
        width: 'minmax(140px, 1fr)',
        render: ({ title }) => title,
      },
      {
        key: 'status',
        name: text(fieldWords.status),
        width: isPhone ? 68 : 124,
        render: ({ status }) => (isPhone ? <ShortStatus status={status} /> : <StatusBadge status={status} />),
      },
      {
        key: 'count',
        name: text(alertTexts.count),
        width: 72,
        align: 'end',
        hideBelow: 'sm',
        render: ({ occurrence_count }) => `×${occurrence_count}`,
      },
      {
        key: 'age',
        name: text(alertTexts.since),
        width: 84,
        align: 'end',
        hideBelow: 'sm',
        render: ({ starts_at }) => <RelativeTime value={starts_at} />,
      },
    ],
    [text, isPhone],
  )
}
