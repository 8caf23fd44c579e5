import { Link } from '@tanstack/react-router'
import type { AccessLog, AuditLog } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './audit.messages.ts'
import { useKindName } from './entry.words.ts'

type About = Pick<AuditLog | AccessLog, 'subject_kind' | 'subject_id' | 'subject_label'> & {
  subject_ids?: AuditLog['subject_ids']
}

/** What an entry is about, in one line. */
export function useSubjectName() {
  const text = useText()
  const kindName = useKindName()
  return ({ subject_kind, subject_id, subject_label, subject_ids }: About) => {
    const kind = kindName(subject_kind)
    if (subject_ids) return `${kind}: ${text(texts.records, { count: subject_ids.length })}`
    if (subject_id === null) return kind
    return `${kind} ${subject_label ?? subject_id}`
  }
}

const PAGES: Record<string, '/incidents/$id' | '/noc/alerts/$id'> = {
  incident: '/incidents/$id',
  alert: '/noc/alerts/$id',
}

/** The way to a record that has a page of its own. */
export function SubjectLink({ about }: { about: About }) {
  const text = useText()
  const page = PAGES[about.subject_kind]
  if (!page || about.subject_id === null) return null
  return (
    <Link to={page} params={{ id: String(about.subject_id) }} className="text-accent-ink hover:underline">
      {text(texts.open)}
    </Link>
  )
}
