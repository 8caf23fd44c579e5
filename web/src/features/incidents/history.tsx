import { useIntl } from 'react-intl'
import { AuditLink } from '../../components/audit-link.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { Timeline } from '../../components/timeline.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import {
  causeOf,
  changesOf,
  deedOf,
  isReference,
  type LedgerEntry,
  namedIn,
  noteOf,
  referenceFields,
} from './history.entries.ts'
import { useTimeline } from './incident.queries.ts'
import { causeWords, eventWords } from './incident-actions.messages.ts'
import {
  channelWords,
  fieldWords,
  holdWords,
  levelWords,
  majorWords,
  priorityWords,
  resolutionWords,
} from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { linkWords } from './related.messages.ts'
import { useNames } from './use-names.ts'

/** Who did what when, from what to what. */
export function History({ incident }: { incident: Incident }) {
  const text = useText()
  const { data, error, refetch } = useTimeline(incident.id)
  if (!data)
    return error ? <ErrorState problem={error} onRetry={() => refetch()} /> : <LoadingState rows={6} />
  if (data.results.length === 0)
    return <p className="py-6 text-center text-faint">{text(texts.historyEmpty)}</p>
  return <Entries incident={incident} entries={data.results} />
}

function Entries({ incident, entries }: { incident: Incident; entries: LedgerEntry[] }) {
  const text = useText()
  const word = useWord()
  const nameOf = useNames(incident, entries)
  const shownValue = useValue(nameOf)
  const sentence = useSentence(nameOf)
  return (
    <>
      <AuditLink kind="incident" id={incident.id} />
      <Timeline
        label={text(texts.history)}
        entries={entries.map((entry) => ({
          id: entry.id,
          actor: entry.actor.name,
          title: sentence(entry),
          at: entry.at,
          note: noteOf(entry),
          changes: changesOf(entry).map(({ field, before, after }) => ({
            field: word(fieldWords, field),
            before: shownValue(field, before),
            after: shownValue(field, after),
          })),
        }))}
      />
    </>
  )
}

const named = {
  impact: levelWords,
  urgency: levelWords,
  priority: priorityWords,
  channel: channelWords,
  hold_reason: holdWords,
  resolution_code: resolutionWords,
  major_state: majorWords,
}
const isNamed = (field: string): field is keyof typeof named => field in named

/** What was done, and why where it happened by itself: "resolved it together with INC-4". */
function useSentence(nameOf: ReturnType<typeof useNames>) {
  const text = useText()
  const word = useWord()
  return (entry: LedgerEntry) => {
    const cause = causeOf(entry)
    const named = namedIn(entry)
    const isTakenAlong = named && typeof entry.after?.parent_id === 'number'
    const name = named && nameOf(named.kind, named.id)
    const outside = entry.after?.change_reference ?? entry.after?.problem_reference
    return [
      word(eventWords, deedOf(entry)),
      cause && word(causeWords, cause),
      isTakenAlong && text(causeWords.parent, { parent: name ?? '' }),
      entry.event === 'incident.linked' && linkOf(entry, word),
      !isTakenAlong && name,
      entry.event === 'incident.linked' && outside,
      entry.after?.filename,
    ]
      .filter(Boolean)
      .join(' ')
  }
}

const linkOf = ({ after }: LedgerEntry, word: ReturnType<typeof useWord>) =>
  `(${word(linkWords, String(after?.type)).toLowerCase()})`

/** A value of the ledger as people read it. */
function useValue(nameOf: ReturnType<typeof useNames>) {
  const intl = useIntl()
  const word = useWord()
  return (field: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return null
    if (isReference(field)) return nameOf(referenceFields[field], value)
    if (field === 'status') return <StatusBadge status={String(value)} />
    if (isNamed(field)) return word(named[field], String(value))
    if (field.endsWith('_until'))
      return intl.formatDate(String(value), { dateStyle: 'medium', timeStyle: 'short' })
    return String(value)
  }
}
