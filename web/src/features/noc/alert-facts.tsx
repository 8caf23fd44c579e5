import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { Person } from '../../components/avatar.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { Alert, AlertSummary } from '../../lib/api/types.ts'
import { durationText } from '../../lib/duration.ts'
import { useText } from '../../lib/i18n/messages.ts'
import type { Search } from '../../lib/url/search.ts'
import { IncidentLink } from './alert-columns.tsx'
import { factTexts, resolutionTexts } from './detail.messages.ts'
import { texts } from './noc.messages.ts'

interface AlertFactsProps {
  alert: AlertSummary | Alert
}

/** What is known about an alert, in two columns of name and value; what does not apply is left out. */
export function AlertFacts({ alert }: AlertFactsProps) {
  const text = useText()
  const facts = [...useOrigin(alert), ...useTimes(alert), ...useWork(alert)]
  return (
    <dl
      aria-label={text(factTexts.facts)}
      className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5"
    >
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Fact = [name: string, value: ReactNode]

const present = (facts: (Fact | false | '' | 0 | null | undefined)[]): Fact[] =>
  facts.filter((fact) => typeof fact === 'object' && fact !== null)

/** A name that leads to the alerts which share it. */
function Shared({ name, search }: { name: string; search: Search }) {
  return (
    <Link to="/noc/alerts" search={search} className="hover:text-accent-ink hover:underline">
      {name}
    </Link>
  )
}

function useOrigin(alert: AlertSummary): Fact[] {
  const text = useText()
  const { configuration_item: item, client, site, integration, dedup_key: key } = alert
  return present([
    item && [
      text(factTexts.item),
      <Shared key="item" name={item.name} search={{ configuration_item_id: String(item.id) }} />,
    ],
    client && [
      text(factTexts.client),
      <Shared key="client" name={client.name} search={{ client_id__in: String(client.id) }} />,
    ],
    site && [
      text(factTexts.site),
      <Shared key="site" name={site.name} search={{ site_id: String(site.id) }} />,
    ],
    integration && [
      text(factTexts.source),
      <Shared key="source" name={integration.name} search={{ integration_id__in: String(integration.id) }} />,
    ],
    [
      text(factTexts.key),
      <span key="key" className="flex items-center gap-1">
        <span className="min-w-0 break-all font-mono text-sm">{key}</span>
        <CopyButton
          value={key}
          label={text(texts.copy, { what: text(factTexts.key) })}
          done={text(texts.copied)}
        />
      </span>,
    ],
  ])
}

function useTimes(alert: AlertSummary | Alert): Fact[] {
  const text = useText()
  const intl = useIntl()
  const full = 'expires_at' in alert ? alert : undefined
  const at = (time: string) => (
    <span>
      {intl.formatDate(time, { dateStyle: 'medium', timeStyle: 'medium' })}{' '}
      <span className="text-faint">
        <RelativeTime value={time} />
      </span>
    </span>
  )
  const isOver = alert.workflow === 'resolved'
  return present([
    [text(factTexts.starts), at(alert.starts_at)],
    [text(factTexts.seen), at(alert.last_seen_at)],
    full?.ends_at && [text(factTexts.ends), at(full.ends_at)],
    full?.expires_at && !isOver && [text(factTexts.expires), at(full.expires_at)],
    full && full.time_to_ack !== null && [text(factTexts.toAck), durationText(intl, full.time_to_ack)],
    full &&
      full.time_to_resolve !== null && [text(factTexts.toResolve), durationText(intl, full.time_to_resolve)],
  ])
}

function useWork(alert: AlertSummary | Alert): Fact[] {
  const text = useText()
  const full = 'expires_at' in alert ? alert : undefined
  const { assignee, team, incident, suppressed_by, escalation_level: level } = alert
  const resolution = full?.resolution ?? ''
  return present([
    [
      text(factTexts.assignee),
      assignee ? (
        <Person key="assignee" name={assignee.name} />
      ) : (
        <span key="nobody" className="text-faint">
          {text(factTexts.none)}
        </span>
      ),
    ],
    team && [text(factTexts.team), team.name],
    level > 0 && [text(factTexts.escalated), text(factTexts.times, { count: level })],
    incident && [text(factTexts.incident), <IncidentLink key="incident" alert={alert} />],
    suppressed_by.length > 0 && [text(factTexts.silences), suppressed_by.join(', ')],
    resolution && [
      text(factTexts.resolution),
      resolution in resolutionTexts
        ? text(resolutionTexts[resolution as keyof typeof resolutionTexts])
        : resolution,
    ],
    full?.resolution_notes && [
      text(factTexts.notes),
      <span key="notes" className="whitespace-pre-wrap">
        {full.resolution_notes}
      </span>,
    ],
    full?.previous_alert_id && [
      text(factTexts.previous),
      <Link
        key="previous"
        to="/noc/alerts/$id"
        params={{ id: String(full.previous_alert_id) }}
        className="text-accent-ink hover:underline"
      >
        {text(texts.alert, { id: full.previous_alert_id })}
      </Link>,
    ],
  ])
}
