import { Link } from '@tanstack/react-router'
import { ChevronRight, Pencil } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../components/icon-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { ActionBar } from './action-bar.tsx'
import { fieldWords, holdWords } from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { Marks } from './marks.tsx'
import { PriorityBadge } from './priority-badge.tsx'
import { TextEditor } from './text-editor.tsx'

interface IncidentHeaderProps {
  incident: Incident
  mayEdit: boolean
}

/** Which incident this is, how it stands, and what can be done. */
export function IncidentHeader({ incident, mayEdit }: IncidentHeaderProps) {
  const text = useText()
  const seesAll = usePermission('incidents.view_all')
  const { number, status, priority, created_at, parent } = incident
  return (
    <header className="flex shrink-0 flex-wrap items-start gap-x-4 gap-y-2 border-line border-b px-4 py-2.5">
      <div className="flex min-w-0 grow basis-80 flex-col gap-1">
        <nav aria-label={text(texts.trail)} className="flex items-center gap-1 text-faint text-sm">
          <Link to="/incidents" className="rounded-sm hover:text-ink hover:underline">
            {text(texts.incidents)}
          </Link>
          <ChevronRight aria-hidden className="size-3.5" />
          <span aria-current="page" className="tabular-nums">
            {number}
          </span>
        </nav>
        <Title incident={incident} mayEdit={mayEdit} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <PriorityBadge priority={priority} />
          <StatusBadge status={status} />
          <Waiting incident={incident} />
          <Marks incident={incident} />
          {seesAll && parent && (
            <Link
              to="/incidents/$id"
              params={{ id: String(parent.id) }}
              className="rounded-sm text-accent-ink hover:underline"
            >
              {text(texts.childOf, { number: parent.name })}
            </Link>
          )}
          <span className="text-faint">
            {text(texts.openedAgo)} <RelativeTime value={created_at} isFocusable />
          </span>
        </div>
      </div>
      <div className="flex items-center gap-2">
        <ActionBar incident={incident} />
      </div>
    </header>
  )
}

/** What it waits for, and until when. */
function Waiting({ incident: { hold_reason, hold_until } }: { incident: Incident }) {
  const text = useText()
  const word = useWord()
  if (!hold_reason) return null
  return (
    <span>
      {word(holdWords, hold_reason)}
      {hold_until && (
        <>
          {`, ${text(texts.until)} `}
          <RelativeTime value={hold_until} isFocusable />
        </>
      )}
    </span>
  )
}

function Title({ incident, mayEdit }: IncidentHeaderProps) {
  const text = useText()
  const [isEditing, setEditing] = useState(false)
  const label = text(texts.edit, { field: text(fieldWords.title).toLowerCase() })
  const edit = () => setEditing(true)
  useCommands(
    mayEdit
      ? [
          {
            id: 'incidents.editTitle',
            title: text(texts.editTitle),
            group: text(texts.group),
            keys: 'e',
            run: edit,
          },
        ]
      : [],
  )
  if (isEditing) return <TextEditor incident={incident} field="title" onClose={() => setEditing(false)} />
  return (
    <div className="flex items-start gap-1">
      <h1 className="min-w-0 break-words font-semibold text-xl">{incident.title}</h1>
      {mayEdit && <IconButton size="sm" icon={Pencil} label={label} keys="e" onPress={edit} />}
    </div>
  )
}
