import { Link } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { usePermission } from '../lib/api/use-session.ts'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'

/** From a record's history to all that the audit trail has of it, for those who may read that. */
export function AuditLink({ kind, id }: { kind: string; id: number }) {
  const text = useText()
  if (!usePermission('audit.view')) return null
  return (
    <Link
      to="/audit"
      search={{ subject_kind: kind, subject_id: String(id) }}
      className="mb-3 flex w-fit items-center gap-1.5 text-accent-ink text-sm hover:underline [&_svg]:size-3.5"
    >
      <ScrollText aria-hidden />
      {text(words.inAuditTrail)}
    </Link>
  )
}
