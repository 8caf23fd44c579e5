import { useMemo } from 'react'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { AccessLog, AuditLog } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { readWords, texts } from './audit.messages.ts'
import { deedOf, differencesOf, shownValue } from './entry.words.ts'
import { useSubjectName } from './subject.tsx'

type Entry = AuditLog | AccessLog
/** Where in the list, not what of it. */
const PAGING = ['cursor', 'page', 'page_size', 'ordering']

/** What changes and reads have in common. */
function useCommon(): (middle: GridColumn<Entry>[]) => GridColumn<Entry>[] {
  const text = useText()
  const subjectName = useSubjectName()
  return (middle) => [
    { key: 'at', name: text(texts.at), width: 96, render: ({ at }) => <RelativeTime value={at} /> },
    { key: 'actor', name: text(texts.actor), width: 170, render: ({ actor_name }) => actor_name },
    ...middle.slice(0, 1),
    { key: 'subject', name: text(texts.subject), width: 'minmax(180px, 1fr)', render: subjectName },
    ...middle.slice(1),
    {
      key: 'address',
      name: text(texts.address),
      width: 120,
      hideBelow: 'lg',
      render: ({ address }) => address,
    },
  ]
}

export function useChangeColumns() {
  const text = useText()
  const common = useCommon()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language alone
  return useMemo(
    () =>
      common([
        {
          key: 'event',
          name: text(texts.event),
          width: 170,
          render: (entry) => ('event' in entry ? deedOf(entry.event) : null),
        },
        {
          key: 'fields',
          name: text(texts.fields),
          width: 'minmax(160px, 1fr)',
          hideBelow: 'lg',
          render: (entry) =>
            'event' in entry
              ? differencesOf(entry)
                  .map(({ field }) => field)
                  .join(', ')
              : null,
        },
      ]),
    [text],
  )
}

export function useReadColumns() {
  const text = useText()
  const common = useCommon()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language alone
  return useMemo(
    () =>
      common([
        {
          key: 'action',
          name: text(texts.event),
          width: 110,
          render: (entry) =>
            'action' in entry ? text(readWords[entry.action as keyof typeof readWords]) : null,
        },
        {
          key: 'query',
          name: text(texts.query),
          width: 'minmax(160px, 1fr)',
          hideBelow: 'lg',
          render: (entry) =>
            'query' in entry
              ? Object.entries(entry.query)
                  .filter(([key]) => !PAGING.includes(key))
                  .map(([key, value]) => `${key}=${shownValue(value) ?? ''}`)
                  .join(' ')
              : null,
        },
      ]),
    [text],
  )
}
