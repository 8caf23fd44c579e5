import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './integrations.messages.ts'
import { type Place, usePlace } from './place.queries.ts'

/** The client and site that a source's alerts get where they name none. */
export function PlaceName({ client_id, site_id }: Place) {
  const text = useText()
  const { isLoading, client, site } = usePlace({ client_id, site_id })
  if (isLoading) return <span aria-hidden className="block h-2.5 w-24 animate-pulse rounded-sm bg-sunken" />
  if (!client && !site) return <span className="text-faint">{text(texts.noPlace)}</span>
  return <span>{[client, site].filter(Boolean).join(' · ')}</span>
}
