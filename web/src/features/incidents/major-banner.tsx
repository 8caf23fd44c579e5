import { ExternalLink, Siren } from 'lucide-react'
import type { ReactNode } from 'react'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { useOffers, usePermission } from '../../lib/api/use-session.ts'
import { useClock } from '../../lib/clock.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { ActionButton } from './action-bar.tsx'
import { inOrder, isOfMajor } from './incident.actions.ts'
import { majorTexts } from './major.messages.ts'
import { MajorReview } from './major-review.tsx'
import { useIncidentActions } from './use-incident-actions.tsx'

const looks: Readonly<Record<string, string>> = {
  proposed: 'border-notice/50 bg-notice/8',
  accepted: 'border-danger/50 bg-danger/6',
  rejected: 'border-line bg-canvas',
}
const signs: Readonly<Record<string, string>> = {
  proposed: 'text-notice',
  accepted: 'text-danger-ink',
  rejected: 'text-faint',
}

/** What has to be decided or written now; the others are there when they are wanted. */
const leading = ['accept_major', 'review_major']

/** That it is a major incident, or may be one: who leads, where everybody meets, when the next update is due, and what to decide. */
export function MajorBanner({ incident }: { incident: Incident }) {
  const text = useText()
  const isStaff = usePermission('incidents.read_internal')
  const allowed = useOffers(incident)
  const { begin, pending, dialog } = useIncidentActions(incident)
  const { major_state, status_category } = incident
  const isTold = isStaff ? major_state !== null : major_state === 'accepted'
  if (!isTold || major_state === null || status_category === 'cancelled') return null
  const offers = inOrder(allowed.filter(isOfMajor), status_category)
  const title = majorTexts[major_state as keyof typeof majorTexts] ?? majorTexts.accepted
  return (
    <section aria-label={text(title)} className={`rounded-lg border px-4 py-3 ${looks[major_state] ?? ''}`}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-w-0 grow basis-72 gap-2.5">
          <Siren aria-hidden className={`mt-0.5 size-4 shrink-0 ${signs[major_state] ?? ''}`} />
          <div className="min-w-0 grow">
            <h2 className="font-semibold">{text(title)}</h2>
            <Ground incident={incident} />
          </div>
        </div>
        {offers.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {offers.map(({ action }) => (
              <ActionButton
                key={action}
                action={action}
                size="sm"
                isPrimary={leading.includes(action)}
                begin={begin}
                isPending={pending === action}
              />
            ))}
          </div>
        )}
      </div>
      {major_state === 'accepted' && <Plan incident={incident} isStaff={isStaff} />}
      <MajorReview incident={incident} />
      {dialog}
    </section>
  )
}

/** Why it is proposed or was rejected; while accepted the plan says enough. */
function Ground({ incident }: { incident: Incident }) {
  const text = useText()
  const { major_state, major_rule, major_reason, major_rejection_reason } = incident
  const proposed = major_rule ? text(majorTexts.byRule) : major_reason
  const ground = major_state === 'rejected' ? major_rejection_reason : proposed
  if (major_state === 'accepted' || !ground) return null
  return <p className="break-words text-muted">{ground}</p>
}

function Plan({ incident, isStaff }: { incident: Incident; isStaff: boolean }) {
  const text = useText()
  const { commander, bridge_url, communication_audience, last_communication_at, next_communication_at } =
    incident
  return (
    <dl className="mt-2 grid gap-x-6 gap-y-2 [grid-template-columns:repeat(auto-fit,minmax(8rem,1fr))] sm:ps-6.5">
      {commander && <Fact label={text(majorTexts.commander)}>{commander.name}</Fact>}
      {next_communication_at && (
        <Fact label={text(majorTexts.nextUpdate)}>
          <NextUpdate due={next_communication_at} minutes={incident.communication_cadence_minutes} />
        </Fact>
      )}
      {last_communication_at && (
        <Fact label={text(majorTexts.lastUpdate)}>
          <RelativeTime value={last_communication_at} isFocusable />
        </Fact>
      )}
      {bridge_url && (
        <Fact label={text(majorTexts.bridge)}>
          <a
            href={bridge_url}
            target="_blank"
            rel="noreferrer"
            title={bridge_url}
            className="inline-flex max-w-full items-center gap-1 rounded-sm text-accent-ink underline underline-offset-2"
          >
            <span className="truncate">{text(majorTexts.join)}</span>
            <ExternalLink aria-hidden className="size-3.5 shrink-0" />
          </a>
        </Fact>
      )}
      {isStaff && communication_audience && (
        <Fact label={text(majorTexts.audience)} isWide>
          <span className="whitespace-pre-wrap">{communication_audience}</span>
        </Fact>
      )}
    </dl>
  )
}

/** When everybody hears the next time; loud once that has passed. */
function NextUpdate({ due, minutes }: { due: string; minutes: number | null }) {
  const text = useText()
  const time = Date.parse(due)
  const isOverdue = useClock((now) => (now > time ? 1 : 0)) === 1
  return (
    <>
      <span className={isOverdue ? 'font-medium text-danger-ink' : ''}>
        {isOverdue && `${text(majorTexts.overdue)} `}
        <RelativeTime value={due} isFocusable />
      </span>
      {minutes && <span className="block text-faint text-sm">{text(majorTexts.cadence, { minutes })}</span>}
    </>
  )
}

function Fact({ label, children, isWide }: { label: string; children: ReactNode; isWide?: boolean }) {
  return (
    <div className={isWide ? 'col-span-full min-w-0' : 'min-w-0'}>
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}
