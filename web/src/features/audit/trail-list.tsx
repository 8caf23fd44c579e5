import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { DataGrid } from '../../components/data-grid.tsx'
import type { GridColumn } from '../../components/grid-columns.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/state.tsx'
import { rowsOf } from '../../lib/api/pages.ts'
import type { AccessLog, AuditLog } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { usePhone } from '../../lib/media.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { readWords, texts } from './audit.messages.ts'
import { deedOf } from './entry.words.ts'
import { EntryDialog } from './entry-dialog.tsx'
import { useSubjectName } from './subject.tsx'
import type { useChanges, useReads } from './trail.query.ts'
import { isNarrowed, withoutFilters } from './trail.query.ts'

type Entry = AuditLog | AccessLog

interface TrailListProps {
  id: string
  label: string
  list: ReturnType<typeof useChanges> | ReturnType<typeof useReads>
  columns: readonly GridColumn<Entry>[]
}

const keyOf = ({ id }: Entry) => id

/** Newest first, as a grid or, for a thumb, two lines each. */
export function TrailList({ id, label, list, columns }: TrailListProps) {
  const isPhone = usePhone()
  const [opened, setOpened] = useState<Entry | null>(null)
  const rows: readonly Entry[] = rowsOf<Entry>(list.data)
  const more = () => void (list.hasNextPage && !list.isFetchingNextPage && list.fetchNextPage())
  return (
    <>
      {isPhone ? (
        <TrailCards label={label} list={list} rows={rows} onOpen={setOpened} onMore={more} />
      ) : (
        <DataGrid
          id={id}
          label={label}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          onOpen={setOpened}
          onEndReached={more}
          isLoading={list.isPending}
          problem={list.error}
          onRetry={() => void list.refetch()}
          empty={<TrailEmpty />}
        />
      )}
      {opened && <EntryDialog entry={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

function TrailEmpty() {
  const text = useText()
  const [search, setSearch] = useUrlState()
  if (!isNarrowed(search))
    return <EmptyState title={text(texts.nothing)}>{text(texts.nothingBody)}</EmptyState>
  return (
    <EmptyState
      kind="filtered"
      title={text(texts.none)}
      action={<Button onPress={() => setSearch(withoutFilters)}>{text(texts.clearFilters)}</Button>}
    />
  )
}

interface TrailCardsProps extends Pick<TrailListProps, 'label' | 'list'> {
  rows: readonly Entry[]
  onOpen: (entry: Entry) => void
  onMore: () => void
}

function TrailCards({ label, list, rows, onOpen, onMore }: TrailCardsProps) {
  const text = useText()
  const subjectName = useSubjectName()
  if (list.error && rows.length === 0)
    return <ErrorState problem={list.error} onRetry={() => void list.refetch()} />
  if (list.isPending) return <LoadingState rows={10} />
  if (rows.length === 0) return <TrailEmpty />
  return (
    <div className="h-full overflow-auto">
      <ul aria-label={label}>
        {rows.map((entry) => (
          <li key={entry.id} className="border-line border-b">
            <button
              type="button"
              onClick={() => onOpen(entry)}
              className="flex w-full flex-col gap-1 px-4 py-2.5 text-start outline-offset-[-2px]"
            >
              <span className="line-clamp-2 font-medium">
                {'event' in entry
                  ? deedOf(entry.event)
                  : text(readWords[entry.action as keyof typeof readWords])}
                : {subjectName(entry)}
              </span>
              <span className="flex w-full gap-3 text-muted text-sm">
                <span className="row-text">{entry.actor_name}</span>
                <span className="ms-auto shrink-0 text-faint">
                  <RelativeTime value={entry.at} />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="flex justify-center p-4">
          <Button onPress={onMore}>{text(texts.showMore)}</Button>
        </div>
      )}
    </div>
  )
}
