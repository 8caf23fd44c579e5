import { Link } from '@tanstack/react-router'
import { TriangleAlert, X } from 'lucide-react'
import { IconButton } from '../../components/icon-button.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './noc.messages.ts'

export interface OpenedIncident {
  incident: Incident
  count: number
}

/** The way on to the incident that was just made; stays until somebody goes or closes it. */
export function IncidentNotice({ opened, onClose }: { opened: OpenedIncident; onClose: () => void }) {
  const text = useText()
  const { incident, count } = opened
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2.5 border-line border-t bg-accent-soft px-3 py-2"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-accent-ink" />
      <span className="min-w-0">
        {text(texts.opened, { incident: incident.number, count })}{' '}
        <span className="text-muted">{incident.title}</span>
      </span>
      <Link
        to="/incidents/$id"
        params={{ id: String(incident.id) }}
        className="shrink-0 font-medium text-accent-ink underline"
      >
        {text(texts.goToIncident, { incident: incident.number })}
      </Link>
      <span className="ms-auto">
        <IconButton size="sm" icon={X} label={text(words.close)} onPress={onClose} />
      </span>
    </div>
  )
}
