import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useText } from '../../../lib/i18n/messages.ts'
import { useFirstAlert } from './integration.queries.ts'
import { texts } from './integrations.messages.ts'

/** Watches for the first alert of a new source, so that nobody has to leave to learn whether it works. */
export function FirstAlert({ integrationId }: { integrationId: number }) {
  const text = useText()
  const { data: alert } = useFirstAlert(integrationId)
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3">
      <p role="status" className="flex min-w-0 items-center gap-2">
        {alert ? (
          <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
        ) : (
          <span aria-hidden className="mx-1 size-2 shrink-0 animate-pulse rounded-full bg-accent" />
        )}
        <span className="break-words">
          {alert ? text(texts.received, { title: alert.title }) : text(texts.waiting)}
        </span>
      </p>
      {alert && (
        <Link
          to="/noc/alerts"
          search={{ integration_id: String(integrationId) }}
          className="font-medium text-accent-ink hover:underline"
        >
          {text(texts.showAlerts)}
        </Link>
      )}
    </div>
  )
}
