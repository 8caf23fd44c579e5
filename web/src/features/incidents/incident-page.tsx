import { Link } from '@tanstack/react-router'
import { buttonStyle } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/state.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useMedia } from '../../lib/media.ts'
import { useTitle } from '../../lib/title.ts'
import { useIncident } from './incident.queries.ts'
import { IncidentDescription } from './incident-description.tsx'
import { IncidentHeader } from './incident-header.tsx'
import { IncidentProperties } from './incident-properties.tsx'
import { texts } from './incidents.messages.ts'
import { LinkedAlerts } from './linked-alerts.tsx'
import { MajorBanner } from './major-banner.tsx'
import { RecordTabs } from './record-tabs.tsx'
import { FollowLinks } from './related.tsx'

export function IncidentPage({ id }: { id: number }) {
  const text = useText()
  const { data: incident, error, refetch } = useIncident(id)
  useTitle(incident?.title, incident?.number ?? text(texts.incident, { id }))
  if (incident) return <Record incident={incident} />
  if (!error) return <LoadingState rows={10} />
  if (error.status !== 404 && error.status !== 403)
    return <ErrorState problem={error} onRetry={() => refetch()} />
  return (
    <EmptyState
      kind="filtered"
      title={text(texts.notFound)}
      action={
        <Link to="/incidents" className={buttonStyle({ kind: 'primary' })}>
          {text(texts.toQueue)}
        </Link>
      }
    >
      {text(texts.notFoundBody)}
    </EmptyState>
  )
}

/** The server keeps the fields of finished incidents as they are. */
const isFinal = ({ status_category }: Incident) => ['closed', 'cancelled'].includes(status_category)

function Record({ incident }: { incident: Incident }) {
  const mayEdit = usePermission('incidents.update') && !isFinal(incident)
  const isWide = useMedia('(min-width: 1024px)')
  const seesLinks = usePermission('incidents.view_all')
  return (
    <div className="flex min-h-full flex-col lg:h-full">
      {seesLinks && <FollowLinks incidentId={incident.id} />}
      <IncidentHeader incident={incident} mayEdit={mayEdit} />
      <div className="flex min-h-0 grow">
        <div className="flex min-w-0 grow flex-col gap-5 p-4 lg:overflow-auto">
          <MajorBanner incident={incident} />
          <IncidentDescription incident={incident} mayEdit={mayEdit} />
          <LinkedAlerts incidentId={incident.id} />
          <RecordTabs incident={incident} mayEdit={mayEdit} hasDetails={!isWide} />
        </div>
        {isWide && (
          <aside className="w-84 shrink-0 overflow-auto border-line border-s">
            <IncidentProperties incident={incident} mayEdit={mayEdit} />
          </aside>
        )}
      </div>
    </div>
  )
}
