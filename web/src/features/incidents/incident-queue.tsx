import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { DataGrid } from '../../components/data-grid.tsx'
import { Page } from '../../components/page.tsx'
import { WaitingPill } from '../../components/waiting-pill.tsx'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import { useLiveList } from '../../lib/live/use-live-list.ts'
import { usePhone } from '../../lib/media.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { IncidentActionDialog } from './incident-action-dialog.tsx'
import { texts } from './incidents.messages.ts'
import { defaultOrdering, queryOf, readQueue } from './queue.query.ts'
import { QueueCards } from './queue-cards.tsx'
import { useQueueColumns } from './queue-columns.tsx'
import { CreateLink, NoPermission, QueueEmpty } from './queue-empty.tsx'
import { QueueFilters } from './queue-filters.tsx'
import { QueueSelection } from './queue-selection.tsx'
import { useQueueHands } from './use-queue-hands.ts'

export function IncidentQueue() {
  const text = useText()
  const mayView = usePermission('incidents.view')
  if (mayView) return <Queue />
  return (
    <Page title={text(texts.incidents)} isFilled>
      <NoPermission />
    </Page>
  )
}

function Queue() {
  const text = useText()
  const isPhone = usePhone()
  const [search] = useUrlState()
  const query = queryOf(search)
  const { hands, isAtWork } = useHands()
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const list = useLiveList<IncidentSummary>({
    topic: 'incidents',
    query,
    read: readQueue(query),
    isHeld: isAtWork || selected.size > 0,
  })
  const { chosen, setCursor, mayAssign, assigning, setAssigning, assign, assignToMe } = useQueueHands(
    list.rows,
    selected,
  )
  const clear = () => setSelected(new Set())
  return (
    <Page title={text(texts.incidents)} isFilled bar={<QueueFilters />} actions={<CreateLink />}>
      <div className="flex h-full flex-col">
        <div className="relative min-h-0 grow" {...hands}>
          <WaitingPill
            label={list.waiting > 0 ? text(texts.waiting, { count: list.waiting }) : null}
            onShow={list.show}
          />
          {isPhone ? (
            <QueueCards {...list} onRetry={list.retry} onMore={list.readMore} empty={<QueueEmpty />} />
          ) : (
            <QueueGrid
              list={list}
              isSelectable={mayAssign}
              selected={selected}
              setSelected={setSelected}
              setCursor={setCursor}
            />
          )}
        </div>
        {selected.size > 0 && (
          <QueueSelection count={selected.size} onAssign={assign} onAssignToMe={assignToMe} onClear={clear} />
        )}
      </div>
      {assigning && chosen.length > 0 && (
        <IncidentActionDialog action="assign" incidents={chosen} onClose={() => setAssigning(false)} />
      )}
    </Page>
  )
}

interface QueueGridProps {
  list: ReturnType<typeof useLiveList<IncidentSummary>>
  /** There is something to do with many. */
  isSelectable: boolean
  selected: ReadonlySet<number>
  setSelected: (keys: ReadonlySet<number>) => void
  setCursor: (row: IncidentSummary | null) => void
}

const keyOf = ({ id }: IncidentSummary) => id

function QueueGrid({ list, isSelectable, selected, setSelected, setCursor }: QueueGridProps) {
  const text = useText()
  const navigate = useNavigate()
  const [search, setSearch] = useUrlState()
  const columns = useQueueColumns()
  return (
    <DataGrid
      id="incidents"
      label={text(texts.incidents)}
      columns={columns}
      rows={list.rows}
      rowKey={keyOf}
      selected={selected}
      onSelectedChange={isSelectable ? setSelected : undefined}
      ordering={search.ordering ?? defaultOrdering}
      onOrderingChange={(ordering) => setSearch({ ordering })}
      onOpen={({ id }) => navigate({ to: '/incidents/$id', params: { id: String(id) } })}
      onCursorChange={setCursor}
      onEndReached={list.readMore}
      isLoading={list.isLoading}
      problem={list.problem}
      onRetry={list.retry}
      empty={<QueueEmpty />}
    />
  )
}
