import type { ReactNode } from 'react'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SeverityBadge } from '../../components/severity-badge.tsx'
import { LoadingState } from '../../components/state.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { Alert, AlertSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { VerbButton } from './alert-bulk-bar.tsx'
import { AlertFacts } from './alert-facts.tsx'
import { AlertLabels, isWebAddress, SafeLink } from './alert-labels.tsx'
import { AlertTimeline } from './alert-timeline.tsx'
import { verbs } from './alert-verbs.ts'
import { factTexts } from './detail.messages.ts'
import { verbTexts } from './noc.messages.ts'
import type { AlertVerbs } from './use-alert-verbs.tsx'

/** How bad, how far, since when, how often: one line. */
export function AlertState({ alert }: { alert: AlertSummary }) {
  const text = useText()
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <SeverityBadge severity={alert.severity} />
      <StatusBadge status={alert.status} />
      <span className="text-muted">
        {text(factTexts.startedAt)} <RelativeTime value={alert.starts_at} isFocusable />,{' '}
        {text(factTexts.seenTimes, { count: alert.occurrence_count })}
      </span>
    </p>
  )
}

/** The buttons are those that the record offers now. */
export function AlertVerbButtons({ alert, hands }: { alert: AlertSummary; hands: AlertVerbs }) {
  const text = useText()
  const offered = verbs.filter((verb) => hands.ableTo(verb, [alert]).length > 0)
  if (offered.length === 0) return null
  return (
    <div className="flex flex-wrap gap-1.5">
      {offered.map((verb) => (
        <VerbButton
          key={verb}
          verb={verb}
          title={text(verbTexts[verb])}
          isFirst={verb === 'ack'}
          onPress={() => hands.start(verb, [alert])}
        />
      ))}
    </div>
  )
}

interface AlertBodyProps {
  summary: AlertSummary
  /** Comes after the summary. */
  alert: Alert | undefined
  /** Wide enough for the history to stand beside the facts. */
  isWide?: boolean
}

export function AlertBody({ summary, alert, isWide }: AlertBodyProps) {
  const text = useText()
  const history = (
    <Section title={text(factTexts.history)}>
      <AlertTimeline id={summary.id} />
    </Section>
  )
  const facts = (
    <>
      <AlertFacts alert={alert ?? summary} />
      <AlertLabels title={text(factTexts.labels)} labels={summary.labels} isSearchable />
      {alert && <AlertLabels title={text(factTexts.annotations)} labels={alert.annotations} />}
    </>
  )
  if (!isWide)
    return (
      <div className="flex flex-col gap-5">
        <Words alert={alert} />
        {facts}
        {history}
      </div>
    )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)] gap-8">
      <div className="flex min-w-0 flex-col gap-6">
        <Words alert={alert} />
        {history}
      </div>
      <div className="flex min-w-0 flex-col gap-5">{facts}</div>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="pb-2 font-semibold">{title}</h3>
      {children}
    </section>
  )
}

/** What the source wrote, and where it points. */
function Words({ alert }: { alert: Alert | undefined }) {
  const text = useText()
  if (!alert) return <LoadingState rows={1} />
  const links = alert.links.filter(({ href }) => isWebAddress(href))
  return (
    <>
      {alert.resolved_while_firing && alert.condition === 'firing' && (
        <p className="rounded-md bg-notice/12 px-3 py-2">{text(factTexts.stillFiring)}</p>
      )}
      {alert.orphan_resolve && (
        <p className="rounded-md bg-sunken px-3 py-2 text-muted">{text(factTexts.orphan)}</p>
      )}
      {alert.description && (
        <p className="max-w-prose whitespace-pre-wrap break-words">{alert.description}</p>
      )}
      {links.length > 0 && (
        <ul aria-label={text(factTexts.links)} className="flex flex-wrap gap-x-4 gap-y-1">
          {links.map(({ href, text: words }) => (
            <li key={href + words}>
              <SafeLink href={href}>{words || href}</SafeLink>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
