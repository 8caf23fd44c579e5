import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { Dialog } from '../../components/dialog.tsx'
import type { AccessLog, AuditLog } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './audit.messages.ts'
import { Differences } from './differences.tsx'
import { deedOf, shownValue } from './entry.words.ts'
import { SubjectLink, useSubjectName } from './subject.tsx'

interface EntryDialogProps {
  entry: AuditLog | AccessLog
  onClose: () => void
}

/** All that the trail has of one entry. */
export function EntryDialog({ entry, onClose }: EntryDialogProps) {
  const text = useText()
  const intl = useIntl()
  const subjectName = useSubjectName()
  const isChange = 'event' in entry
  const { actor_id, actor_name, address, request_id } = entry
  const title = isChange ? `${subjectName(entry)}: ${deedOf(entry.event)}` : subjectName(entry)
  return (
    <Dialog title={title} isOpen onClose={onClose} size="lg">
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name={text(texts.at)}>
          {intl.formatDate(entry.at, { dateStyle: 'medium', timeStyle: 'long' })}
        </Fact>
        <Fact name={text(texts.actor)}>
          {actor_id === null ? (
            actor_name
          ) : (
            <Narrowed onClose={onClose} search={{ actor_id: String(actor_id) }} label={actor_name} />
          )}
        </Fact>
        {address && <Fact name={text(texts.address)}>{address}</Fact>}
        {request_id && (
          <Fact name={text(texts.request)}>
            <Narrowed onClose={onClose} search={{ request_id }} label={request_id} />
          </Fact>
        )}
        {!isChange && <Fact name={text(texts.query)}>{shownValue(entry.query)}</Fact>}
        <Fact name={text(texts.rowId)}>
          {entry.id} <SubjectLink about={entry} />
        </Fact>
      </dl>
      {isChange && <Differences entry={entry} />}
    </Dialog>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

/** The trail of the same person or the same request. */
function Narrowed({
  search,
  label,
  onClose,
}: {
  search: Record<string, string>
  label: string
  onClose: () => void
}) {
  return (
    <Link to="/audit" search={search} onClick={onClose} className="text-accent-ink hover:underline">
      {label}
    </Link>
  )
}
